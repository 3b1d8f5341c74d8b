const { createServer } = require('node:http');
const { latest } = require('orders');

createServer((request, response) => {
  if (request.url === '/order') response.end(`${JSON.stringify(latest())}\n`);
  else if (request.url === '/ports') response.end(`${process.env.DAPR_HTTP_PORT}\n`);
  else response.writeHead(404).end();
}).listen(3000);
