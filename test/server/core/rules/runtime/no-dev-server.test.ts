import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-dev-server';

describe(RULE, () => {
  it('reports scripts and tools of development in the shipped image', () => {
    for (const command of [
      '["npm", "run", "dev"]',
      '["yarn", "start:dev"]',
      '["pnpm", "dev"]',
      '["npx", "vite", "--host"]',
      '["nodemon", "a.js"]',
      '["ng", "serve", "--host", "0.0.0.0"]',
      '["node", "--watch", "a.js"]',
      '["flask", "run", "--debug"]',
      '["python", "manage.py", "runserver", "0.0.0.0:8000"]',
      '["uvicorn", "app:app", "--reload"]',
      '["bin/rails", "server", "-e", "development"]',
      '["php", "-S", "0.0.0.0:80"]',
      '["go", "run", "."]',
      '["dotnet", "watch"]',
    ])
      checkRule(RULE, `FROM a\nCMD «${command}»\n`, { level: 'warning' });
    checkRule(RULE, 'FROM a\nCMD npm install && «npm run dev»\n', { level: 'warning' });
    checkRule(RULE, 'FROM a\nENTRYPOINT «["npm", "run"]»\nCMD ["dev"]\n');
    checkRule(RULE, 'FROM a\nENTRYPOINT ["tini", "--"]\nCMD «["nodemon", "a.js"]»\n');
  });

  it('says less of the plain server of Flask, unless it debugs', () => {
    checkRule(RULE, 'FROM a\nCMD «["flask", "run"]»\n', { level: 'information' });
    checkRule(RULE, 'FROM a\nENV FLASK_DEBUG=1\nCMD «["flask", "run"]»\n', { level: 'warning' });
  });

  it('hints at other targets and at development that is shipped, and lets development be', () => {
    checkRule(RULE, 'FROM a AS worker\nCMD «["npm", "run", "dev"]»\nFROM b\n', { level: 'hint' });
    checkRule(RULE, 'FROM a AS dev\nCMD ["npm", "run", "dev"]\nFROM b\n');
    checkRule(RULE, 'FROM a AS dev\nCMD «["npm", "run", "dev"]»\n', { level: 'hint' });
  });

  it('is silent about programs for production', () => {
    for (const command of [
      '["npm", "start"]',
      '["npm", "run", "serve"]',
      '["node", "server.js", "--watch"]',
      '["next", "start"]',
      '["gunicorn", "app:app"]',
      '["bin/rails", "server"]',
      '["python", "manage.py", "migrate"]',
      '["go-app", "run"]',
      '["nginx", "-g", "daemon off;"]',
      '["./dev"]',
    ])
      checkRule(RULE, `FROM a\nCMD ${command}\n`);
    checkRule(RULE, 'FROM a AS b\nCMD ["npm", "run", "dev"]\nFROM b\nCMD ["node", "a.js"]\n');
  });
});
