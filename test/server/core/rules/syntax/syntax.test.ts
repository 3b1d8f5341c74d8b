import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { validate, ValidationCode } from 'dockerfile-utils';
import { parseDockerfile } from '../../../../../server/src/core/syntax/dockerfile';
import { syntaxProblems } from '../../../../../server/src/core/syntax/validate';
import { checkRule } from '../../../../harness/checkRule';
import { corpusFiles } from '../../../../harness/corpus';

describe('syntax', () => {
  it('reports what the builder cannot read, at its exact place', () => {
    checkRule('syntax/unknown-instruction', 'FROM a\n«COPPY» a b\n', { level: 'error' });
    checkRule('syntax/unknown-copy-flag', 'FROM a\nCOPY «--form»=x a b\n');
    checkRule('syntax/argument-missing', 'FROM a\n«WORKDIR»\n');
    checkRule('syntax/invalid-port', 'FROM a\nEXPOSE «80a»\n');
  });

  it('knows the flags of RUN and the options of its mounts', () => {
    checkRule('syntax/unknown-run-flag', 'FROM a\nRUN «--mout»=type=cache true\n');
    checkRule('syntax/unknown-mount-type', 'FROM a\nRUN --mount=type=«cahce»,target=/x true\n');
    checkRule('syntax/unknown-mount-option', 'FROM a\nRUN --mount=type=cache,«tagret»=/x true\n');
    checkRule(
      'syntax',
      'FROM a\nRUN --mount=type=secret,id=x,env=X --network=none --security=sandbox --device=all true\n',
    );
  });

  it('keeps its places behind an escape directive and in later lines', () => {
    checkRule('syntax/unknown-copy-flag', '# escape=`\nFROM a\nCOPY `\n  «--form»=x a b\n');
  });

  it('does not report what today’s builder reads', () => {
    checkRule(
      'syntax',
      'FROM a\nADD --unpack=true a.tar /x/\nSTOPSIGNAL $SIGNAL\nENV A=${B%.x} C=${D/e/f}\nCOPY <<A <<B /d/\na\nA\nb\nB\n',
    );
  });

  it('survives what makes dockerfile-ast throw', () => {
    checkRule('syntax', 'FROM a\nRUN echo a \\\n\\# b <<EOF\nEOF\n');
  });

  it('leaves out only instructions that dockerfile-utils has nothing to say about', (context) => {
    const files = corpusFiles();
    if (files === undefined) {
      context.diagnostic('the corpus is absent; only the instructions above were compared');
      return;
    }
    for (const { path, text } of files)
      for (const instruction of parseDockerfile(text).instructions) {
        if (syntaxProblems(instruction).length > 0 || instruction.escape !== '\\') continue;
        const missed = safely(instruction.text).filter((problem) => !OURS.has(problem));
        assert.deepEqual(missed, [], `${path}: ${instruction.text}`);
      }
  });
});

/** Codes of findings that need more than one instruction, or that today's builder does not share. */
const OURS: ReadonlySet<number> = new Set([
  ValidationCode.NO_SOURCE_IMAGE,
  ValidationCode.BASE_NAME_EMPTY,
  ValidationCode.INVALID_ESCAPE_DIRECTIVE,
  ValidationCode.CASING_DIRECTIVE,
  ValidationCode.CASING_INSTRUCTION,
  ValidationCode.WORKDIR_IS_NOT_ABSOLUTE,
  ValidationCode.UNSUPPORTED_MODIFIER,
  // These have rules of their own.
  ValidationCode.DEPRECATED_MAINTAINER,
  ValidationCode.EMPTY_CONTINUATION_LINE,
  ValidationCode.INVALID_DESTINATION,
  ValidationCode.ONBUILD_CHAINING_DISALLOWED,
  ValidationCode.ONBUILD_TRIGGER_DISALLOWED,
  ValidationCode.JSON_IN_SINGLE_QUOTES,
  ValidationCode.INVALID_PORT,
]);

function safely(text: string): number[] {
  try {
    return validate(text).map((problem) => Number(problem.code));
  } catch {
    return [];
  }
}
