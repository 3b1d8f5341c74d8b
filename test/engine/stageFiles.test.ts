/** The artifact flow against a real build: what the model says of a stage's files is what lies in its layers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, listedContext, NO_SURROUNDINGS, type Surroundings } from '../../server/src/core';
import { treeOf } from '../../server/src/core/model/artifacts/stageTree';
import { smoke } from './workbench';

const FILES = {
  'a.txt': 'a',
  'b.txt': 'b',
  'dir/one.txt': '1',
  'dir/sub/two.txt': '2',
  'dir/skip.md': 'left out',
  'note.md': 'left out',
  '.dockerignore': '**/*.md\n.dockerignore\nDockerfile\n',
};

const DOCKERFILE = `FROM busybox:latest AS made
WORKDIR /w
COPY a.txt b/
COPY a.txt ./named.txt
COPY a.txt dir/one.txt /many/
COPY dir /whole
COPY dir/ rel
COPY *.txt /globbed/
COPY d* /folded/
COPY . /all/
COPY a.txt /tmp
COPY <<one.conf <<two.conf /conf/
one
one.conf
two
two.conf
RUN mkdir -p /m/n && touch /m/n/t && cp /m/n/t /m/u && mv /m/u /m/v && ln -s /m/v /m/l && echo x > /m/e && rm -rf /m/n
RUN --mount=type=cache,target=/cache touch /cache/lost /kept
RUN cd /m && cat e | tee told > /dev/null && dd if=e of=dup && mkdir -p t/u && echo > t/u/v && cp -r t s && cp -r t /m/s
CMD ["true"]

FROM busybox:latest
WORKDIR /x
COPY --from=made /whole /again
COPY --from=made /m/v /m/e /pair/
COPY --from=made /many/a* /star/
COPY --from=made /w/b/a.txt .
COPY --from=made /w/ w/
COPY --from=made /m/l /linked
COPY --from=made /w/b/a.txt /tmp
CMD ["true"]
`;

const SURROUNDINGS: Surroundings = {
  ...NO_SURROUNDINGS,
  context: listedContext(
    Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path, { text }])),
    FILES['.dockerignore'],
  ),
  ignoreFile: { kind: 'present', path: '.dockerignore', text: FILES['.dockerignore'] },
};

for (const target of ['made', '1'])
  test(`every file of stage ${target} is known, with its path`, async (t) => {
    let seen: ReadonlyMap<string, string> | undefined;
    const report = await smoke(t, {
      dockerfile: DOCKERFILE,
      files: FILES,
      input: { target },
      options: {
        onProgress: (progress) => {
          if (progress.kind === 'files-read') seen = progress.files;
        },
      },
    });
    assert.equal(report.verdict, 'passed', report.summary);
    assert.ok(seen, 'no files were told');
    const { facts } = analyze(DOCKERFILE, { surroundings: SURROUNDINGS });
    const stage = facts.stages[target === 'made' ? 0 : 1];
    assert.ok(stage);
    const told = [...treeOf(stage, SURROUNDINGS).values()]
      .filter(
        ({ certainty, form, path }) =>
          certainty === 'certain' && seen?.get(path) !== 'directory' && form !== 'directory',
      )
      .map(({ path }) => path);
    const found = [...seen].filter(([, form]) => form === 'file').map(([path]) => path);
    assert.deepEqual(told.sort(), found.sort());
  });
