require('node:assert').match(require('../lib/page').page('{{name}}', 'a'), /a/);
