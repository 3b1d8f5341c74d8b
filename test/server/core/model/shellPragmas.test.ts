import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, type Analysis } from '../../../../server/src/core';

const PRAGMA = '# hadolint shell=powershell.exe\n';

/** Of every RUN, in the order of the text. */
function languages({ facts }: Analysis): string[] {
  return facts.stages.flatMap((stage) =>
    stage.instructions
      .filter(({ keyword }) => keyword === 'RUN')
      .map((instruction) => stage.languageAt(instruction)),
  );
}

describe('a comment that names the shell', () => {
  it('holds for every stage in front of the first', () => {
    const text = `${PRAGMA}ARG A\nFROM a:1\nRUN x\nFROM b:1\nRUN y\n`;
    assert.deepEqual(languages(analyze(text)), ['powershell', 'powershell']);
  });

  it('holds for the stage in front of which it stands', () => {
    const text = `FROM a:1\nRUN x\n\n${PRAGMA}FROM b:1\nRUN y\nFROM c:1\nRUN z\n`;
    assert.deepEqual(languages(analyze(text)), ['posix', 'powershell', 'posix']);
  });

  it('holds for what follows inside a stage, until SHELL says otherwise', () => {
    const text = `FROM a:1\nRUN x\n${PRAGMA}# why\nRUN y\nRUN z\nSHELL ["/bin/bash", "-c"]\nRUN z\nFROM a:1\nRUN x\n`;
    assert.deepEqual(languages(analyze(text)), ['posix', 'powershell', 'powershell', 'posix', 'posix']);
  });

  it('does not undo the SHELL of a parent stage', () => {
    const text = `${PRAGMA}FROM a:1 AS a\nSHELL ["/bin/sh", "-c"]\nFROM a\nRUN x\n`;
    assert.deepEqual(languages(analyze(text)), ['posix']);
  });

  it('is noticed when it comes, changes and goes', () => {
    const text = `FROM a:1\n${PRAGMA}RUN x\nRUN y\n`;
    let analysis = analyze(text.replace(PRAGMA, ''));
    assert.deepEqual(languages(analysis), ['posix', 'posix']);
    for (const [version, expected] of [
      [text, 'powershell'],
      [text.replace('powershell.exe', 'cmd'), 'cmd'],
      [text.replace('powershell.exe', 'bash'), 'posix'],
      [text.replace('# hadolint', '# say'), 'posix'],
    ] as const) {
      analysis = analyze(version, { previous: analysis });
      assert.deepEqual(languages(analysis), [expected, expected], version);
    }
  });
});
