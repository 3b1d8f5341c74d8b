import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-pipe-to-shell';

describe(RULE, () => {
  it('reports the shell or interpreter that runs the download', () => {
    checkRule(RULE, 'FROM debian:12\nRUN curl -fsSL https://sh.rustup.rs | «sh» -s -- -y\n', {
      level: 'information',
    });
    checkRule(
      RULE,
      'FROM debian:12\nRUN wget -qO- https://a/x | sudo -E «bash» -\nRUN curl -s https://a/y | «python3» - --yes\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN curl -s https://a/x | tr -d "\\r" | «bash»\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN «sh» -c "$(curl -fsSL https://a/install.sh)"\nRUN «bash» <(curl -s https://a/b)\n',
    );
    checkRule(RULE, 'FROM debian:12\nONBUILD RUN curl -s https://a/x | «sh»\n');
  });

  it('names the server', () => {
    assert.deepEqual(
      messagesOf(RULE, 'FROM debian:12\nRUN curl -fsSL "https://get.example.org/x" | sh\n').map((text) =>
        text.includes('get.example.org'),
      ),
      [true],
    );
  });

  it('is silent for data, for files, and for scripts of the project', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN curl -s https://a/x.tgz | tar -xz && curl -s https://a/k | gpg --dearmor\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN curl -fo i.sh https://a/x && sha256sum -c i.sum && sh i.sh\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN curl -s https://a/x | python3 parse.py\nRUN curl -s https://a | bash -c "cat > x"\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN cat setup.sh | sh\n');
  });
});
