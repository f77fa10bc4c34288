import type { Project } from '../project/project.js'

const KEPT_MESSAGES = 2000
/** Old messages are deleted after every hundredth new one. */
const INTERVAL = 100

/** Deletes the oldest messages that wait for no further attempt, so that the log is bounded. */
export function forgetOldMessages(project: Project, newestSeq: number): void {
  if (newestSeq % INTERVAL !== 0) return
  const sql = `DELETE FROM webhook_messages WHERE seq <= ? AND NOT EXISTS (SELECT 1 FROM webhook_deliveries
    WHERE webhook_deliveries.message_id = webhook_messages.message_id AND status IN ('pending', 'sending'))`
  project.db.run(sql, newestSeq - KEPT_MESSAGES)
}
