/** Which files of a JavaScript project only its build reads, so that the running image goes without them. */
import type { Project } from '../../contract';
import { sentEntries } from './layout';

/** By name, at the top of a project: tools' configurations, tests, documents, what package managers and editors read. */
export function isForDevelopment(name: string): boolean {
  return NAMES.has(name) || PATTERNS.some((pattern) => pattern.test(name));
}

const NAMES: ReadonlySet<string> = new Set(
  (
    'node_modules test tests __tests__ __mocks__ e2e cypress playwright coverage ' +
    '.git .github .gitlab .gitignore .gitattributes .gitlab-ci.yml .circleci .husky .vscode .idea .devcontainer ' +
    '.dockerignore .editorconfig .nvmrc .node-version .tool-versions .npmrc .npmignore .yarnrc .yarnrc.yml .yarn ' +
    'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml pnpm-workspace.yaml bun.lock bun.lockb ' +
    'nodemon.json tslint.json nest-cli.json angular.json lerna.json turbo.json nx.json components.json biome.json ' +
    'karma.conf.js babel.config.js babel.config.json .babelrc .swcrc .browserslistrc .eslintcache jsconfig.json ' +
    'Makefile Procfile Jenkinsfile Vagrantfile fly.toml vercel.json netlify.toml render.yaml renovate.json .env.example ' +
    '.env.sample .env.test .DS_Store .stylelintrc .lintstagedrc .commitlintrc .releaserc .mocharc.json .nycrc .c8rc.json'
  ).split(' '),
);

const PATTERNS: readonly RegExp[] = [
  /^(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|AUTHORS|NOTICE|TODO)(?:[.-]|$)/i,
  /\.md$/i,
  /^(?:.*\.)?Dockerfile(?:\..*)?$/,
  /\.dockerfile$/i,
  /^nodemon(?:[-.].*)?\.json$/,
  /^(?:docker-)?compose(?:[.-].*)?\.ya?ml$/,
  /^docker-bake/,
  /^tsconfig(?:\..*)?\.json$/,
  /^\.(?:eslint|prettier|stylelint|lintstaged|commitlint|mocha|nyc|release|markdownlint)/,
  /^(?:eslint|prettier|stylelint|jest|vitest|vite|webpack|rollup|tsup|postcss|tailwind|babel|playwright|cypress|commitlint|lint-staged|svelte|astro|vue|craco|rspack|rsbuild|esbuild|karma|release|gulpfile|Gruntfile)(?:\.[\w-]+)*\.(?:[cm]?[jt]s|json)$/,
  /^(?:gulpfile|Gruntfile)\.[cm]?js$/,
  /\.(?:test|spec)\.[cm]?[jt]sx?$/,
  /^(?:next|vite|astro|svelte)-env\.d\.ts$/,
  /\.d\.ts$/,
];

/** Code that Node cannot run as it stands, and what stands beside such code. */
const SOURCES = /\.(?:[cm]?tsx?|jsx|vue|svelte|astro|map|md|snap|scss|sass|less|styl)$|(?:^|\/)\.\w+$/;
const SCRIPTS = /\.[cm]?jsx?$/;
/** What a bundler takes in by itself. */
const BUNDLED =
  /\.(?:css|json|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp3|mp4|webm|html|ya?ml|mdx|graphql|gql)$/;

export type Builder = 'compiler' | 'bundler';

/** In files: a folder with more is carried, for nobody wants to wait for a look at all of them. */
const MOST_FILES = 5_000;

/**
 * True for a folder of the context that holds nothing but what the build turns into its result: a compiler reads TypeScript,
 * a bundler also takes in styles and pictures. JavaScript counts as source in a folder that is named so.
 */
export function holdsOnlySources(project: Project, folder: string, builder: Builder): boolean {
  const isSourceFolder = /(?:^|\/)(?:src|source)$/.test(folder);
  let files = 0;
  let sources = 0;
  const pending = [folder];
  for (;;) {
    const next = pending.pop();
    if (next === undefined) return sources > 0;
    const entries = sentEntries(project.surroundings, next);
    if (entries === undefined) return false;
    for (const [name, kind] of entries) {
      files += 1;
      if (files > MOST_FILES) return false;
      if (kind === 'folder') pending.push(`${next}/${name}`);
      else if (SOURCES.test(name) || (isSourceFolder && SCRIPTS.test(name))) sources += 1;
      else if (builder !== 'bundler' || !(BUNDLED.test(name) || SCRIPTS.test(name))) return false;
    }
  }
}
