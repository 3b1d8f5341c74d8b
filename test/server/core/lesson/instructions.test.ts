/** What the hover of each kind of instruction says of its line. */
import { describe, it } from 'node:test';
import { checkHover } from './hoverAt';

const BUILD = 'FROM golang:1.23 AS build\nWORKDIR /src\n';

describe('FROM', () => {
  it('goes on where another stage ends', () => {
    checkHover('FROM node:20 AS deps\nF|ROM deps AS app\n', /where stage \*\*deps\*\* \(line 1\) ends/);
  });

  it('fills in global arguments', () => {
    checkHover('ARG V=20\nF|ROM node:$V\n', /`node:20` \(written `node:\$V`\)/);
  });

  it('tells what scratch lacks, and of an unknown image nothing', () => {
    checkHover('F|ROM scratch\nCOPY a /a\n', /nothing at all: no shell, no C library/);
    checkHover('F|ROM example.com/own:1\nUSER 1\n', /from `example\.com\/own:1`\.\n/);
  });

  it('misses no C library where programs bring their own', () => {
    checkHover('F|ROM mcr.microsoft.com/windows/servercore:ltsc2022\n', /a plain Windows[^()]*\. It runs/);
  });

  it('tells what an unknown name can be', () => {
    checkHover(
      'FROM a AS bin-linux\nF|ROM bin-$TARGETOS\nUSER 1\n',
      /known only when it is built.*can be `bin-linux`/,
    );
  });

  it('tells an unnamed stage that nothing needs', () => {
    checkHover('F|ROM debian:12\nFROM alpine:3.20\nUSER 1\n', /unreachable stage 0/, /never runs it/);
  });
});

describe('RUN', () => {
  it('shows the words of its commands without their quotes', () => {
    checkHover('FROM a:1\nARG DIR\nR|UN mkdir -p "${DIR}"\n', /Makes `\$\{DIR\}`/);
  });

  it('names artifact, user, directory and mounts', () => {
    checkHover(
      `${BUILD}R|UN --mount=type=cache,target=/root/.cache go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\n`,
      /Compiles Go, and writes `\/out\/app`, in `\/src` as `root`/,
      /a cache that survives builds at `\/root\/\.cache`/,
      /Line 5 copies `\/out\/app` into the final stage/,
    );
  });

  it('names the packages and teaches to clean up in the same layer', () => {
    checkHover(
      'FROM debian:12\nR|UN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 1\n',
      /Refreshes the package lists, installs `tini` with apt-get and deletes package lists/,
      /in the same RUN/,
    );
  });

  it('warns of a late install and tells build arguments', () => {
    checkHover('FROM node:20 AS b\nARG X\nCOPY . /\nR|UN npm ci --cache /x\n', /`X`/, /manifest/);
  });

  it('tells exec form, heredocs and Windows apart', () => {
    checkHover('FROM debian:12\nR|UN ["ls"]\n', /Exec form/);
    checkHover('FROM debian:12\nR|UN <<EOF\nls\npwd\nEOF\n', /heredoc of 2 lines.*without `set -e`/);
    checkHover('FROM mcr.microsoft.com/windows/servercore:ltsc2022\nR|UN dir\n', /Windows/);
  });
});

describe('COPY and ADD', () => {
  it('resolve the destination against WORKDIR', () => {
    checkHover(
      `${BUILD}C|OPY --chown=1:2 a b/\n`,
      /`a` from the build context to `\/src\/b\/`/,
      /owned by `1:2`/,
    );
  });

  it('refuse stages that cannot be copied from, and guess what was meant', () => {
    checkHover(
      'FROM a AS x\nC|OPY --from=y /a /a\nFROM b AS y\n',
      /Cannot work: `y` is a stage further down/,
    );
    checkHover('FROM a AS builder\nFROM b\nC|OPY --from=bilder /a /a\n', /Did you mean `builder`/);
  });

  it('write heredocs, unpack archives and download', () => {
    checkHover(
      'FROM a:1\nC|OPY <<EOF /etc/x\nhi\nEOF\n',
      /Writes `\/etc\/x` from the text in this Dockerfile/,
    );
    checkHover('FROM a:1\nA|DD root.tar.gz /\n', /unpacks archives/);
    checkHover('FROM a:1\nA|DD https://example.com/x.tgz /x.tgz\n', /Downloads.*not unpacked/);
  });
});

describe('settings', () => {
  it('of a builder do not travel', () => {
    checkHover(`${BUILD}E|NV A=1\nFROM scratch\nCOPY --from=build /x /x\n`, /takes files, never settings/);
  });

  it('ENV of a builder promises nothing to containers', () => {
    const copies = 'FROM scratch\nCOPY --from=build /a /a\n';
    checkHover(`${BUILD}E|NV A=b\n${copies}`, /`A` to `b` for the lines below\.\n/);
    checkHover(`FROM a:1\nE|NV A=b\n`, /for the lines below and for every container of the image\./);
  });

  it('ENV and ARG name their readers', () => {
    checkHover('FROM a:1\nE|NV A=1 B=2\nRUN echo $A\n', /`A` to `1` and `B` to `2`/, /Line 3 reads it/);
    checkHover('FROM a:1\nA|RG A=1\nRUN echo $A\n', /`A` \(here `1`\)/, /Line 3 reads it/, /history/);
    checkHover('FROM a:1\nA|RG TARGETARCH\n', /BuildKit sets it/);
    checkHover('A|RG V=1\nFROM a:$V\nARG V\n', /global scope/, /Line 2 \(FROM\) and line 3 \(declared again/);
  });

  it('tell what they do not give', () => {
    checkHover(
      'FROM debian:12\nRUN useradd app\nU|SER app\n',
      /Line 2 adds this account/,
      /Does not give:\*\* Permissions/,
    );
    checkHover('FROM a:1\nV|OLUME /data\n', /`\/data`/, /Does not give:\*\* Durable data or a backup/);
    checkHover(
      'FROM a:1\nH|EALTHCHECK --retries=5 CMD ["true"]\n',
      /after 5 failures/,
      /monitoring or recovery/i,
    );
    checkHover('FROM a:1\nS|TOPSIGNAL SIGQUIT\n', /`SIGQUIT`/, /Does not give:\*\* A clean end/);
    checkHover('FROM a:1\nE|XPOSE 80\n', /`80` \(TCP\)/, /Does not give:\*\* Access from outside/);
  });

  it('WORKDIR makes the folder for the user in force', () => {
    checkHover('FROM node:20\nUSER node\nW|ORKDIR app\n', /Makes `\/app`.*belongs to `node`/);
  });

  it('LABEL, SHELL, ONBUILD, MAINTAINER and no instruction at all', () => {
    checkHover('FROM a:1\nL|ABEL x=y\n', /Writes `x` into/);
    checkHover('FROM a:1\nS|HELL ["/bin/bash", "-c"]\nRUN x\n', /Line 3 is read by it/);
    checkHover('FROM a:1 AS p\nO|NBUILD RUN ls\nFROM p\n', /Does nothing here/, /runs in stage 1 \(line 3\)/);
    checkHover('FROM a:1\nMAINTAINER m|e\n', /Deprecated/);
    checkHover('FROM a:1\nR|UM ls\n', /Did you mean `RUN`/);
  });
});

describe('CMD and ENTRYPOINT', () => {
  it('say what finally runs', () => {
    checkHover('FROM a:1\nENTRYPOINT ["b"]\nC|MD ["c"]\n', /What finally runs: `b c`/);
    checkHover(
      'FROM node:20\nUSER node\nC|MD ["app.js"]\n',
      /`docker-entrypoint\.sh app\.js` \(the entrypoint is that of the base/,
    );
  });

  it('say when they have no effect', () => {
    checkHover('FROM a:1\nC|MD ["a"]\nCMD ["b"]\n', /no effect: line 3 replaces it/);
    checkHover('FROM a:1 AS x\nCMD ["a"]\nFROM x\nE|NTRYPOINT ["b"]\n', /No CMD is in force/);
  });

  it('say who is process 1', () => {
    checkHover('FROM debian:12\nCM|D node x.js\n', /`\/bin\/sh -c` is process 1/);
    checkHover('FROM debian:12\nC|MD exec node x.js\n', /hands over to the program/);
  });
});
