const { existsSync } = require('node:fs');
const { createServer } = require('node:http');
const { greet } = require('greeting');

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/greet') response.end(`${greet(searchParams.get('name'))}\n`);
  else if (pathname === '/components') response.end(existsSync('components') ? 'here\n' : 'gone\n');
  else response.writeHead(404).end();
}).listen(3000);
