/** Examples of commands that are added to the end of a RUN. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, applyEdits } from '../../../../server/src/core';
import { appendedCommand } from '../../../../server/src/core/model/scriptEdits';
import { posixScript } from '../../../../server/src/core/model/scripts';

/** The RUN with `clean` added, or undefined where that cannot be done by adding text. */
function cleaned(run: string): string | undefined {
  const instruction = analyze(`FROM scratch\n${run}`).facts.stages[0]?.instructions[0];
  assert.ok(instruction);
  const edit = appendedCommand(instruction, posixScript(instruction), 'clean');
  return edit && applyEdits(instruction.text, [edit]);
}

describe('appendedCommand', () => {
  it('joins as the RUN joins its commands', () => {
    assert.equal(cleaned('RUN a\n'), 'RUN a && clean\n');
    assert.equal(cleaned('RUN a && b\n'), 'RUN a && b && clean\n');
    assert.equal(cleaned('RUN a \\\n && b\n'), 'RUN a \\\n && b \\\n && clean\n');
    assert.equal(cleaned('RUN a && \\\r\n\tb\r\n'), 'RUN a && \\\r\n\tb && \\\r\n\tclean\r\n');
    assert.equal(cleaned('RUN a && \\\n    # why\n    b\n'), 'RUN a && \\\n    # why\n    b && clean\n');
  });

  it('keeps a failure a failure', () => {
    assert.equal(cleaned('RUN a; b\n'), 'RUN a; b && clean\n');
    assert.equal(cleaned('RUN set -e; a; b\n'), 'RUN set -e; a; b; clean\n');
    assert.equal(cleaned('RUN a || b\n'), 'RUN a || b && clean\n');
    assert.equal(cleaned('RUN <<EOF\na\nb\nEOF\n'), 'RUN <<EOF\na\nb && clean\nEOF\n');
    assert.equal(cleaned('RUN <<EOF\nset -ex\n  b\nEOF\n'), 'RUN <<EOF\nset -ex\n  b\n  clean\nEOF\n');
  });

  it('works behind compound commands', () => {
    assert.equal(cleaned('RUN if a; then b; fi\n'), 'RUN if a; then b; fi && clean\n');
    assert.equal(cleaned('RUN a | b\n'), 'RUN a | b && clean\n');
  });

  it('leaves alone what is not read by a shell, or does not end with its last command', () => {
    assert.equal(cleaned('RUN ["a", "b"]\n'), undefined);
    assert.equal(cleaned('RUN a &\n'), undefined);
    assert.equal(cleaned('RUN a # b\n'), undefined);
    assert.equal(cleaned('RUN cat <<EOF > x\na\nEOF\n'), undefined);
    assert.equal(cleaned('RUN if a; then\n'), undefined);
  });
});
