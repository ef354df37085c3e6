/** A broker that takes everything at once: reads the body, answers 204. Prints its port. */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.on('end', () => response.writeHead(204).end()).resume();
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
