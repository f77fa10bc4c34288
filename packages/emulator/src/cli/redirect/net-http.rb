# Net::HTTP asks for the proxy of http, also for a URL with https.
ENV['http_proxy'] = ENV['https_proxy'] if ENV['https_proxy'] && !ENV['http_proxy'] && !ENV['HTTP_PROXY']
