import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-dev-dependencies-copy';
const FINAL = 'FROM node:22-slim\nWORKDIR /app\n';
const START = 'CMD ["node", "dist/main.js"]\n';

describe(RULE, () => {
  it('reports node_modules of a builder that bundles', () => {
    checkRule(
      RULE,
      `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n${FINAL}COPY --from=build «/app/node_modules» ./node_modules\n${START}`,
      { level: 'warning' },
    );
    checkRule(
      RULE,
      `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN yarn install --frozen-lockfile && yarn build\n${FINAL}COPY --from=build «/app/node_modules/» ./node_modules/\n${START}`,
    );
  });

  it('follows the folder to the stage that installs', () => {
    checkRule(
      RULE,
      `FROM node:22 AS deps\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nFROM node:22 AS build\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\nCOPY . .\nRUN npm run build\n${FINAL}COPY --from=build «/app/node_modules» ./node_modules\n${START}`,
    );
  });

  it('reports virtual environments with dev groups', () => {
    checkRule(
      RULE,
      'FROM python:3.13-slim AS build\nWORKDIR /app\nCOPY . .\nRUN uv sync --frozen\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build «/app/.venv» /app/.venv\nCMD ["/app/.venv/bin/python", "app.py"]\n',
    );
  });

  it('is silent for production dependencies and where nothing shows that there are others', () => {
    for (const build of [
      'RUN npm ci --omit=dev\nRUN npm run build\n',
      'RUN npm ci && npm run build && npm prune --omit=dev\n',
      'RUN npm ci && npm run build\nRUN rm -rf node_modules && npm ci --omit=dev\n',
      'RUN npm ci && npm run build\nRUN ./prune.sh\n',
      'RUN npm ci\n',
      'ENV NODE_ENV=production\nRUN npm ci && npm run build\n',
      'RUN NODE_ENV=production npm ci && npm run build\n',
      'RUN pnpm install --frozen-lockfile && pnpm build && pnpm prune --prod\n',
      'RUN cd web && npm ci && npm run build\nRUN yarn install --production\n',
    ])
      checkRule(
        RULE,
        `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\n${build}${FINAL}COPY --from=build /app/node_modules ./node_modules\n${START}`,
      );
  });

  it('is silent for a stage that tests or develops', () => {
    const build = 'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n';
    checkRule(
      RULE,
      `${build}${FINAL}COPY --from=build /app/node_modules ./node_modules\nCMD ["npm", "run", "dev"]\n`,
    );
    checkRule(
      RULE,
      `${build}FROM node:22 AS test\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\n${START}`,
    );
  });

  it('prunes in the builder, or installs without', () => {
    checkFix(
      RULE,
      `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n\n${FINAL}COPY --from=build /app/node_modules ./node_modules\n${START}`,
      `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nRUN npm prune --omit=dev\n\n${FINAL}COPY --from=build /app/node_modules ./node_modules\n${START}`,
    );
    checkFix(
      RULE,
      'FROM python:3.13-slim AS build\nWORKDIR /app\nRUN uv sync --frozen\nFROM python:3.13-slim\nCOPY --from=build /app/.venv /app/.venv\nCMD ["/app/.venv/bin/python", "app.py"]\n',
      'FROM python:3.13-slim AS build\nWORKDIR /app\nRUN uv sync --frozen --no-dev\nFROM python:3.13-slim\nCOPY --from=build /app/.venv /app/.venv\nCMD ["/app/.venv/bin/python", "app.py"]\n',
    );
  });
});
