import type { Project } from '../project/project.js'

const KEPT_MESSAGES = 2000
/** Old messages are looked for once in so many new ones. */
const INTERVAL = 100

/** Deletes the oldest messages that wait for no further attempt, so that the log is bounded. */
export function forgetOldMessages(project: Project, newestId: string): void {
  const newest = project.db.get<{ seq: number }>('SELECT seq FROM webhook_messages WHERE message_id = ?', newestId)
  const seq = newest?.seq ?? 0
  if (seq % INTERVAL !== 0) return
  const sql = `DELETE FROM webhook_messages WHERE seq <= ? AND NOT EXISTS (SELECT 1 FROM webhook_deliveries
    WHERE webhook_deliveries.message_id = webhook_messages.message_id AND status IN ('pending', 'sending'))`
  project.db.run(sql, seq - KEPT_MESSAGES)
}
