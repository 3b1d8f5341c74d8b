/** Recognises commands that test or lint a project, whose result is a verdict and not a file. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import { toolOf } from './tools';

export interface Check {
  readonly kind: 'test' | 'lint';
  /** The tool that does it: `go`, `pytest`, `eslint`; for a script of package.json its runner. */
  readonly tool: string;
}

export function checkOf(command: ShellCommand): Check | undefined {
  const tool = toolOf(command);
  if (tool === undefined) return undefined;
  const kind = KIND_BY_NAME.get(tool.name) ?? kindByVerb(tool.name, tool.args);
  return kind === undefined ? undefined : { kind, tool: tool.name };
}

/** Programs that do nothing else. */
const KIND_BY_NAME: ReadonlyMap<string, Check['kind']> = new Map<string, Check['kind']>([
  ...named('test', [
    'pytest',
    'py.test',
    'tox',
    'nox',
    'nosetests',
    'unittest',
    'jest',
    'vitest',
    'mocha',
    'ava',
    'karma',
    'cypress',
    'playwright',
    'rspec',
    'cucumber',
    'minitest',
    'phpunit',
    'pest',
    'behat',
    'ctest',
    'gotestsum',
    'ginkgo',
    'bats',
    'cargo-nextest',
  ]),
  ...named('lint', [
    'eslint',
    'tslint',
    'stylelint',
    'standard',
    'oxlint',
    'flake8',
    'pylint',
    'mypy',
    'pyright',
    'bandit',
    'golangci-lint',
    'staticcheck',
    'golint',
    'revive',
    'gosec',
    'rubocop',
    'phpstan',
    'psalm',
    'phpcs',
    'ktlint',
    'detekt',
    'checkstyle',
    'shellcheck',
    'hadolint',
    'yamllint',
    'markdownlint',
    'clang-tidy',
    'credo',
  ]),
]);

function named(kind: Check['kind'], names: readonly string[]): readonly (readonly [string, Check['kind']])[] {
  return names.map((name) => [name, kind]);
}

function kindByVerb(name: string, args: readonly ShellWord[]): Check['kind'] | undefined {
  const words = args.map((word) => word.value ?? word.text);
  const verb = words.find((word) => !/^[-+]/.test(word)) ?? '';
  switch (name) {
    case 'go':
      if (verb === 'test') return words.includes('-c') ? undefined : 'test';
      return verb === 'vet' ? 'lint' : undefined;
    case 'cargo':
      if (verb === 'test' || verb === 't' || verb === 'nextest') return 'test';
      return verb === 'clippy' || (verb === 'fmt' && words.includes('--check')) ? 'lint' : undefined;
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return kindOfScript(words.filter((word) => !word.startsWith('-')));
    case 'ruff':
      return verb === 'check' || words.includes('--check') ? 'lint' : undefined;
    case 'black':
    case 'isort':
    case 'prettier':
      return words.includes('--check') || words.includes('-c') || words.includes('--check-only')
        ? 'lint'
        : undefined;
    case 'tsc':
      return words.includes('--noEmit') ? 'lint' : undefined;
    case 'mvn':
    case 'gradle':
      if (
        words.some((word) => /^(?::?[\w-]+:)*(?:package|install|deploy|build|assemble|bootJar)$/.test(word))
      )
        return undefined;
      return words.some((word) => /^(?::?[\w-]+:)*(?:test|verify|check|integrationTest)$/.test(word))
        ? 'test'
        : undefined;
    case 'dotnet':
    case 'mix':
    case 'swift':
    case 'deno':
    case 'dart':
    case 'flutter':
      if (verb === 'test' || verb === 'vstest') return 'test';
      return verb === 'lint' || verb === 'credo' || verb === 'analyze' ? 'lint' : undefined;
    case 'rails':
    case 'rake':
      return /^(?:test|spec)(?::|$)/.test(verb) ? 'test' : undefined;
    case 'make':
    case 'just':
    case 'task':
      return words.some((word) => /^(?:build|all|install|dist)$/.test(word)) ? undefined : kindOfName(verb);
    default:
      return undefined;
  }
}

/** `npm test`, `npm run lint`, `yarn test:unit`. */
function kindOfScript(words: readonly string[]): Check['kind'] | undefined {
  const isRun = words[0] === 'run' || words[0] === 'run-script';
  const script = isRun ? words[1] : words[0];
  return script === 't' && !isRun ? 'test' : kindOfName(script ?? '');
}

function kindOfName(name: string): Check['kind'] | undefined {
  if (/^(?:unit-?)?tests?(?:[-:_.]|$)|^check$|[-:]tests?$/.test(name)) return 'test';
  return /^(?:lint|typecheck|type-check|vet|format-?check)(?:[-:_.]|$)/.test(name) ? 'lint' : undefined;
}
