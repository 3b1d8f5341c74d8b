const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { add } = require('operations');

const page = readFileSync('client/build/index.html');

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/') response.end(page);
  else if (pathname === '/calculate/add')
    response.end(`${add(Number(searchParams.get('one')), Number(searchParams.get('other')))}\n`);
  else response.writeHead(404).end();
}).listen(8080);
