/** The conversion to multi-stage over real files: how many it converts, why not the others, and that nothing is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  analyze,
  convertToMultiStage,
  type Analysis,
  type Conversion,
  type StageFacts,
} from '../../server/src/core';
import { packageInstallOf } from '../../server/src/core/model/commands/installs';
import type { ShellCommand } from '../../server/src/core/shell/nodes';
import { shippedCompile } from '../../server/src/core/model/shippedCompile';
import { corpusFiles, type CorpusFile } from '../harness/corpus';

/** Of the single-stage files that ship what they compile. */
const LEAST_CONVERTED = 0.6;

/** Read once for all tests: a conversion of a real file, with what it was made of. */
interface Converted {
  readonly path: string;
  readonly before: Analysis;
  readonly result: Conversion;
}

const ABSENT = 'the corpus is not on this machine';

/** The whole corpus, with the stage that a person would convert; templates are no Dockerfiles. */
function converting(files: readonly CorpusFile[]): {
  readonly converted: readonly Converted[];
  readonly refused: ReadonlyMap<string, readonly string[]>;
  readonly compiling: readonly string[];
} {
  const converted: Converted[] = [];
  const refused = new Map<string, string[]>();
  const compiling: string[] = [];
  for (const { path, text } of files) {
    const before = analyze(text);
    const { stages, templateMark } = before.facts;
    const [stage] = stages;
    if (stage !== undefined && stages.length === 1 && templateMark === undefined && shippedCompile(stage))
      compiling.push(path);
    const result = convertToMultiStage(before);
    if (result.kind === 'converted') converted.push({ path, before, result });
    else refused.set(result.reason, [...(refused.get(result.reason) ?? []), path]);
  }
  return { converted, refused, compiling };
}

test('at least sixty of a hundred single-stage files that compile what they ship are converted', (context) => {
  const files = corpusFiles();
  if (files === undefined) {
    context.skip(ABSENT);
    return;
  }
  const { converted, refused, compiling } = converting(files);
  const paths = new Set(converted.map(({ path }) => path));
  const done = compiling.filter((path) => paths.has(path));
  context.diagnostic(
    `${String(done.length)} of ${String(compiling.length)} single-stage files that compile are converted`,
  );
  for (const [reason, of] of refused)
    for (const path of of.filter((each) => compiling.includes(each)))
      context.diagnostic(`refused as ${reason}: ${path}`);
  context.diagnostic(`${String(converted.length)} of all ${String(files.length)} files are converted`);
  for (const [reason, of] of [...refused].sort(([, a], [, b]) => b.length - a.length))
    context.diagnostic(`${reason}: ${String(of.length)}`);
  assert.ok(done.length >= LEAST_CONVERTED * compiling.length);
});

test('a conversion parses, keeps every comment, says the same again and is refused a second time', (context) => {
  const files = corpusFiles();
  if (files === undefined) {
    context.skip(ABSENT);
    return;
  }
  const { converted } = converting(files);
  assert.ok(converted.length > 0);
  for (const { path, before, result } of converted) {
    const after = analyze(result.text);
    assert.deepEqual(after.failures, [], path);
    assert.deepEqual(
      after.findings.filter(({ level }) => level === 'error').map(({ message }) => message),
      before.findings.filter(({ level }) => level === 'error').map(({ message }) => message),
      path,
    );
    assert.equal(after.facts.stages.length, before.facts.stages.length + 1, path);
    assert.deepEqual(missing(commentsOf(before), commentsOf(after)), [], `${path} loses comments`);
    assert.deepEqual(convertToMultiStage(analyze(before.text)), convertToMultiStage(before), path);
    const again = convertToMultiStage(after);
    assert.equal(again.kind, 'refused', `${path} is converted twice`);
  }
});

test('the running image calls no tool that only the build installs', (context) => {
  const files = corpusFiles();
  if (files === undefined) {
    context.skip(ABSENT);
    return;
  }
  const missing = converting(files).converted.flatMap(({ path, result }) =>
    toolsLeftBehind(analyze(result.text)).map((name) => `${path}: ${name}`),
  );
  assert.deepEqual(missing, []);
});

/** By names: most tools are in a package that is called as they are. */
function toolsLeftBehind({ facts }: Analysis): readonly string[] {
  const [build, running] = facts.stages.slice(-2);
  if (build === undefined || running === undefined) return [];
  const installedBy = (command: ShellCommand): readonly string[] =>
    packageInstallOf(command)?.packages.map(({ name }) => name) ?? [];
  const commandsOf = (stage: StageFacts): readonly ShellCommand[] =>
    stage.instructions.flatMap((instruction) =>
      instruction.keyword === 'RUN' ? (stage.scriptOf(instruction)?.commands ?? []) : [],
    );
  const inBuild = new Set(commandsOf(build).flatMap(installedBy));
  const found: string[] = [];
  const installed = new Set<string>();
  for (const command of commandsOf(running)) {
    for (const name of installedBy(command)) installed.add(name);
    const { name = '' } = command;
    if (inBuild.has(name) && !installed.has(name) && running.image?.programs[name] !== true) found.push(name);
  }
  return found;
}

/** Comment lines, those inside instructions and directives included, without the white space around them. */
function commentsOf({ dockerfile }: Analysis): readonly string[] {
  return dockerfile.nodes.flatMap((node) => {
    switch (node.kind) {
      case 'comment':
      case 'directive':
        return [node.text.trim()];
      case 'instruction':
        return node.comments.map(({ start, end }) => node.text.slice(start, end).trim());
    }
  });
}

/** What is in the first list more often than in the second. */
function missing(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const left = [...found];
  return wanted.filter((each) => {
    const at = left.indexOf(each);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}
