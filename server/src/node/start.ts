/** What editors start: the language server, from compiled code where an earlier start left some. */
import { join } from 'node:path';
import { runCached } from './codeCache';

runCached(join(__dirname, 'server.main.js'));
