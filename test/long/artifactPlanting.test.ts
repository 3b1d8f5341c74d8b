/**
 * Few real files have these mistakes, so they are planted: every COPY --from of the corpus gets a path with two letters
 * swapped, or one of another folder, and final stages get a base that does not fit. Where nothing can be known, silence is
 * right; the shares below are what was found when this was written, rounded down.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { analyze, convertToMultiStage, type Analysis, type StageFacts } from '../../server/src/core';
import { pairsOf } from '../../server/src/core/syntax/views';
import { corpusFiles } from '../harness/corpus';

interface Kind {
  readonly name: string;
  readonly rule: string;
  /** Of the mistakes that were planted, in percent. */
  readonly leastFound: number;
  readonly plant: (clean: Analysis) => Iterable<Planted>;
}

interface Planted {
  readonly text: string;
  /** Where the rule has to report it; undefined for anywhere. */
  readonly offset: number | undefined;
}

/** Sources of COPY --from a stage of the file, written as plain absolute paths. */
function* sources(clean: Analysis): Generator<{ readonly path: string; readonly start: number }> {
  for (const stage of clean.facts.stages)
    for (const { kind, instruction, to } of stage.edges) {
      const [word, , third] = instruction.words;
      if (kind !== 'copy' || to.kind !== 'stage' || instruction.keyword !== 'COPY') continue;
      if (word === undefined || third !== undefined || !/^\/[^$*?"[]+$/.test(word.text)) continue;
      yield { path: word.text, start: clean.locate({ node: instruction, span: word.span }).start };
    }
}

function sourcesAs(change: (path: string) => string | undefined): Kind['plant'] {
  return function* (clean) {
    for (const { path, start } of sources(clean)) {
      const changed = change(path);
      if (changed === undefined) continue;
      yield {
        text: clean.text.slice(0, start) + changed + clean.text.slice(start + path.length),
        offset: start,
      };
    }
  };
}

/** The second and third letter of the last part that is a word. */
function swapped(path: string): string | undefined {
  const parts = path.split('/');
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at] ?? '';
    const word = /[a-z]{4,}/i.exec(part);
    if (word === null) continue;
    for (let letter = word.index + 1; letter < word.index + word[0].length - 1; letter++) {
      const [one = '', two = ''] = part.slice(letter, letter + 2);
      if (one === two) continue;
      parts[at] = part.slice(0, letter) + two + one + part.slice(letter + 2);
      return parts.join('/');
    }
  }
  return undefined;
}

function otherFolder(path: string): string | undefined {
  const match = /^\/(app|src|build|work|workspace|usr\/src\/app|go\/src)(\/.+)$/.exec(path);
  return match?.[2] === undefined ? undefined : `/${match[1] === 'app' ? 'src' : 'app'}${match[2]}`;
}

function withoutFolders(path: string): string | undefined {
  const name = /^\/.+\/([^/]+)$/.exec(path)?.[1];
  return name === undefined ? undefined : `/${name}`;
}

type Language = 'go' | 'rust' | 'node' | 'python' | 'ruby' | 'java';

/** Final stages that take files from a builder of the language on glibc, with another base. */
function withBase(
  language: Language,
  base: string,
  change: (text: string) => string = (text) => text,
): Kind['plant'] {
  return function* (clean) {
    for (const stage of clean.facts.stages) {
      if (stage.role !== 'final' || stage.parent !== undefined || stage.baseWord === undefined) continue;
      if (!takesBuilt(stage, language)) continue;
      const { start, end } = clean.locate({ node: stage.from, span: stage.baseWord.span });
      yield { text: change(clean.text.slice(0, start) + base + clean.text.slice(end)), offset: undefined };
    }
  };
}

/** By the names of what is taken, for node_modules and environments only. */
function takesBuilt(stage: StageFacts, language: Language): boolean {
  return stage.edges.some((edge) => {
    const image = edge.kind === 'copy' ? stage.producer(edge)?.image : undefined;
    if (image?.language?.name !== language || image.libc !== 'glibc') return false;
    if (language === 'go' || language === 'rust') return true;
    return /node_modules|venv|site-packages|\.local|bundle|\.[jw]ar\b/.test(edge.instruction.source);
  });
}

const withoutCgo = (text: string): string => text.replace(/CGO_ENABLED=0 ?/g, '').replace(/^ENV\s*$/gm, '');

/** The account of a USER gets a name that nobody has. */
function* renamedUser(clean: Analysis): Generator<Planted> {
  for (const stage of clean.facts.stages)
    for (const instruction of stage.instructions) {
      const [word] = instruction.words;
      if (instruction.keyword !== 'USER' || stage.role !== 'final' || word === undefined) continue;
      if (!/^[a-z][\w-]*$/.test(word.text) || word.text === 'root') continue;
      const { start, end } = clean.locate({ node: instruction, span: word.span });
      yield { text: `${clean.text.slice(0, start)}zqservice${clean.text.slice(end)}`, offset: start };
    }
}

/** The ENV that puts a copied folder on the PATH is gone; files of one stage are converted first, for those have such lines. */
function* withoutPath(clean: Analysis): Generator<Planted> {
  const conversion = clean.facts.stages.length === 1 ? convertToMultiStage(clean) : undefined;
  const whole = conversion?.kind === 'converted' ? analyze(conversion.text) : clean;
  for (const stage of whole.facts.stages) {
    if (stage.role !== 'final') continue;
    const copied = copiedFolders(whole, stage);
    for (const instruction of stage.instructions) {
      const pair = pairsOf(instruction).find(({ name }) => name === 'PATH');
      if (instruction.keyword !== 'ENV' || pair?.value === undefined) continue;
      const value = pair.value;
      if (!copied.some(({ to }) => value.includes(`${to}/`))) continue;
      const { start } = whole.locate({ node: instruction, span: instruction.span });
      const end = start + instruction.text.length;
      yield { text: whole.text.slice(0, start) + whole.text.slice(end), offset: undefined };
    }
  }
}

/** The builder says where the libraries lie that are copied; the stage that they are copied to does not. */
function settingLeftBehind(name: string, below: string): Kind['plant'] {
  return function* (clean) {
    for (const stage of clean.facts.stages) {
      const start = stage.command.entrypoint ?? stage.command.cmd;
      if (stage.role !== 'final' || start?.exec === undefined) continue;
      for (const { producer, from, at } of copiedFolders(clean, stage)) {
        const { start: offset } = clean.locate({ node: producer.from, span: producer.from.span });
        const line = `ENV ${name}=${from}/${below}\n`;
        const end = offset + producer.from.text.length;
        yield {
          text: clean.text.slice(0, end) + line + clean.text.slice(end),
          offset: at + line.length,
        };
      }
    }
  };
}

interface CopiedFolder {
  readonly producer: StageFacts;
  readonly from: string;
  readonly to: string;
  /** Where the source is written. */
  readonly at: number;
}

/** Folders, by their names, that are copied alone from a stage of the file. */
function copiedFolders(whole: Analysis, stage: StageFacts): readonly CopiedFolder[] {
  return stage.edges.flatMap((edge) => {
    const producer = stage.producer(edge);
    const [source, destination, third] = edge.instruction.words;
    if (edge.kind !== 'copy' || edge.instruction.keyword !== 'COPY' || producer === undefined) return [];
    if (source === undefined || destination === undefined || third !== undefined) return [];
    const [from, to] = [source.value.replace(/\/$/, ''), destination.value.replace(/\/$/, '')];
    if (!/^\/[^$*?]*$/.test(from) || !/^\/[^$]+$/.test(to) || /\.\w+$/.test(from)) return [];
    return [{ producer, from, to, at: whole.locate({ node: edge.instruction, span: source.span }).start }];
  });
}

const KINDS: readonly Kind[] = [
  { name: 'a user that nobody adds', rule: 'no-missing-user', leastFound: 30, plant: renamedUser },
  { name: 'two letters swapped', rule: 'no-missing-artifact', leastFound: 55, plant: sourcesAs(swapped) },
  { name: 'another folder', rule: 'no-missing-artifact', leastFound: 48, plant: sourcesAs(otherFolder) },
  { name: 'no folder', rule: 'no-missing-artifact', leastFound: 25, plant: sourcesAs(withoutFolders) },
  {
    name: 'Go on Alpine',
    rule: 'no-libc-mismatch',
    leastFound: 15,
    plant: withBase('go', 'alpine:3.20', withoutCgo),
  },
  {
    name: 'Go in scratch',
    rule: 'no-libc-mismatch',
    leastFound: 15,
    plant: withBase('go', 'scratch', withoutCgo),
  },
  {
    name: 'Rust on Alpine',
    rule: 'no-libc-mismatch',
    leastFound: 60,
    plant: withBase('rust', 'alpine:3.20'),
  },
  {
    name: 'node_modules on Alpine',
    rule: 'no-libc-mismatch',
    leastFound: 50,
    plant: withBase('node', 'node:22-alpine'),
  },
  {
    name: 'an old Node.js',
    rule: 'no-runtime-version-skew',
    leastFound: 75,
    plant: withBase('node', 'node:16-slim'),
  },
  {
    name: 'an old Java',
    rule: 'no-runtime-version-skew',
    leastFound: 60,
    plant: withBase('java', 'eclipse-temurin:8-jre'),
  },
  { name: 'a PATH left behind', rule: 'no-lost-environment', leastFound: 85, plant: withoutPath },
  {
    name: 'LD_LIBRARY_PATH left behind',
    rule: 'no-lost-environment',
    leastFound: 50,
    plant: settingLeftBehind('LD_LIBRARY_PATH', 'lib'),
  },
  {
    name: 'NODE_PATH left behind',
    rule: 'no-lost-environment',
    leastFound: 50,
    plant: settingLeftBehind('NODE_PATH', 'node_modules'),
  },
];

for (const { name, rule, leastFound, plant } of KINDS)
  test(`${rule}: ${name}`, (context) => {
    const files = corpusFiles();
    if (files === undefined) {
      assert.notEqual(process.env['STAGEWRIGHT_REQUIRE_ALL'], '1', 'the corpus is not on this machine');
      context.skip('the corpus is not on this machine');
      return;
    }
    let planted = 0;
    let found = 0;
    for (const { text } of files) {
      const clean = analyze(text);
      if (clean.facts.templateMark !== undefined) continue;
      for (const { text: wrong, offset } of plant(clean)) {
        planted++;
        const analysis = analyze(wrong);
        if (
          analysis.findings.some(
            (finding) =>
              finding.rule === rule && (offset === undefined || analysis.locate(finding.at).start === offset),
          )
        )
          found++;
      }
    }
    const share = Math.floor((100 * found) / planted);
    context.diagnostic(`${found.toString()} of ${planted.toString()} found`);
    assert.ok(planted > 0, 'nothing was planted');
    assert.ok(share >= leastFound, `only ${found.toString()} of ${planted.toString()} found`);
  });
