# A small web service without a framework: how many vowels the path has.
require 'socket'
require 'bundler/setup'
require 'tally'

$stdout.sync = true
server = TCPServer.new('0.0.0.0', Integer(ENV.fetch('PORT', '4567')))
loop do
  client = server.accept
  path = client.gets.to_s.split[1].to_s
  client.gets until $_.nil? || $_.strip.empty?
  body = path == '/' ? File.read(File.join(__dir__, 'public/index.html')) : "#{Tally.vowels(path)}\n"
  client.write "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
rescue SystemCallError, IOError => error
  warn error.message
ensure
  client&.close
end
