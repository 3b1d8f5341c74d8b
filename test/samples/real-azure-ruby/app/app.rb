require 'bundler/setup'
require 'greeting'
require 'socket'

server = TCPServer.new('0.0.0.0', Integer(ENV.fetch('PORT')))
loop do
  client = server.accept
  path = client.gets.to_s.split[1].to_s
  nil until client.gets.to_s.strip.empty?
  body = "#{greet(path.delete_prefix('/'))}\n"
  client.write("HTTP/1.1 200 OK\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}")
  client.close
end
