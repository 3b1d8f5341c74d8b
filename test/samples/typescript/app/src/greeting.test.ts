import { greet } from './greeting';
if (greet('a').length !== 8) throw new Error('the greeting is too short');
