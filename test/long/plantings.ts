/** Mistakes of the catalogue as small changes to a Dockerfile, each made without asking the rule that has to find it. */
import type { Analysis } from '../../server/src/core';

export interface Planted {
  readonly text: string;
  /** Of the mistake, counted from 1. */
  readonly line: number;
}

export interface Planting {
  readonly rule: string;
  /** Undefined where the mistake makes no sense in the file. */
  readonly plant: (clean: Analysis) => Planted | undefined;
}

type Stage = Analysis['facts']['stages'][number];

type Plant = Planting['plant'];

/** Inserts lines; the mistake is on the last of them unless `at` says which. */
function insert(
  { text }: Pick<Analysis, 'text'>,
  offset: number,
  lines: readonly string[],
  at = lines.length - 1,
): Planted {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text.slice(0, offset);
  const needsBreak = before !== '' && !before.endsWith('\n');
  const line = before.split('\n').length + (needsBreak ? 1 : 0) + at;
  const inserted = lines.map((one) => one + lineEnd).join('');
  return { text: before + (needsBreak ? lineEnd : '') + inserted + text.slice(offset), line };
}

function lastStage({ facts }: Analysis): Stage | undefined {
  return facts.stages.at(-1);
}

/** Below the last instruction of the file. */
function atEnd(...lines: readonly string[]): Plant {
  return (clean) => {
    const stage = lastStage(clean);
    if (stage === undefined) return undefined;
    const last = stage.instructions.at(-1) ?? stage.from;
    return insert(clean, clean.dockerfile.startOf(last) + last.text.length, lines);
  };
}

/** Directly below the FROM of the last stage. */
function belowFrom(...lines: readonly string[]): Plant {
  return (clean) => {
    const stage = lastStage(clean);
    return stage && insert(clean, clean.dockerfile.startOf(stage.from) + stage.from.text.length, lines);
  };
}

/** A stage of its own in front of the last one. */
function stageBeforeLast(lines: readonly string[], at: number): Plant {
  return (clean) => {
    const stage = lastStage(clean);
    return stage && insert(clean, clean.dockerfile.startOf(stage.from), lines, at);
  };
}

/** Changes the FROM of the last stage. */
function inLastFrom(change: (line: string, stage: Stage) => string | undefined): Plant {
  return (clean) => {
    const stage = lastStage(clean);
    if (stage === undefined) return undefined;
    const changed = change(stage.from.text, stage);
    if (changed === undefined || changed === stage.from.text) return undefined;
    const start = clean.dockerfile.startOf(stage.from);
    const { text } = clean;
    return {
      text: text.slice(0, start) + changed + text.slice(start + stage.from.text.length),
      line: text.slice(0, start).split('\n').length + (/^\s*\n/.test(changed) ? 1 : 0),
    };
  };
}

/** Only where the condition holds. */
function where(holds: (clean: Analysis) => boolean, plant: Plant): Plant {
  return (clean) => (holds(clean) ? plant(clean) : undefined);
}

/** The last stage runs commands in a shell that is read. */
function hasShell(clean: Analysis): boolean {
  const stage = lastStage(clean);
  return (
    stage?.instructions.some((one) => one.keyword === 'RUN' && stage.languageAt(one) === 'posix') === true
  );
}

function usesApt(clean: Analysis): boolean {
  const stage = lastStage(clean);
  return hasShell(clean) && stage?.image?.packageManager === 'apt';
}

function hasPython(clean: Analysis): boolean {
  return hasShell(clean) && lastStage(clean)?.image?.language?.name === 'python';
}

function isMultiStage({ facts }: Analysis): boolean {
  return facts.stages.length > 1;
}

function hasNoCommand(clean: Analysis): boolean {
  const stage = lastStage(clean);
  return stage?.command.cmd === undefined && stage?.command.entrypoint === undefined;
}

/** The last stage starts from an image that is written out with a tag, and is one that everybody knows. */
function hasPlainImage(clean: Analysis): boolean {
  const stage = lastStage(clean);
  return (
    stage?.base.kind === 'image' &&
    stage.image !== undefined &&
    /^[a-z0-9./_-]+:[\w.-]+$/.test(stage.baseWord?.text ?? '')
  );
}

/** Every name in the file stands behind a capital AS. */
function namesInCapitals({ facts, dockerfile }: Analysis): boolean {
  return facts.stages.some(({ nameWord }) => nameWord !== undefined) && !/ as /.test(dockerfile.text);
}

/** Long enough for one line not to be the custom of the file. */
function isLong({ facts }: Analysis): boolean {
  const instructions = facts.stages.flatMap((stage) => [stage.from, ...stage.instructions]);
  return (
    instructions.length > 4 &&
    instructions.every(({ keyword, span, text }) => text.startsWith(keyword, span.start))
  );
}

/** A builder in front of the last stage, and a line at the end that takes something from it. */
function takenFrom(builder: readonly string[], copy: string): Plant {
  return (clean) => {
    const stage = lastStage(clean);
    const taken = atEnd(copy)(clean);
    if (stage === undefined || taken === undefined) return undefined;
    const planted = insert(taken, clean.dockerfile.startOf(stage.from), builder);
    return { text: planted.text, line: taken.line + builder.length };
  };
}

function replaceImage(change: (image: string) => string): Plant {
  return where(
    hasPlainImage,
    inLastFrom((line, { baseWord }) =>
      baseWord === undefined
        ? undefined
        : line.slice(0, baseWord.span.start) + change(baseWord.text) + line.slice(baseWord.span.end),
    ),
  );
}

function addFlag(flag: string): (line: string, stage: Stage) => string | undefined {
  return (line, { baseWord, platform }) =>
    baseWord === undefined || platform !== undefined
      ? undefined
      : `${line.slice(0, baseWord.span.start)}${flag} ${line.slice(baseWord.span.start)}`;
}

function addName(name: string): Plant {
  return inLastFrom((line, { baseWord, nameWord }) =>
    baseWord === undefined || nameWord !== undefined
      ? undefined
      : `${line.slice(0, baseWord.span.end)} AS ${name}${line.slice(baseWord.span.end)}`,
  );
}

/** A name with two letters changed for one another, which no stage has. */
function misspelt({ facts }: Analysis): string | undefined {
  const names = facts.stages.slice(0, -1).flatMap(({ name }) => name ?? []);
  return names
    .filter((name) => /^[a-z]{5,}$/.test(name))
    .map((name) => name.slice(0, 1) + name.charAt(2) + name.charAt(1) + name.slice(3))
    .find((name) => !names.includes(name));
}

/** A token of GitHub's form that nobody was ever given. */
const TOKEN = `ghp_${'x7Kd92LmQa4TzR8vWc1N'.repeat(2).slice(0, 36)}`;

export const plantings: readonly Planting[] = [
  // The build graph.
  {
    rule: 'no-self-stage-reference',
    plant: (clean) =>
      atEnd(`COPY --from=${(clean.facts.stages.length - 1).toString()} /etc/hosts /opt/hosts`)(clean),
  },
  {
    rule: 'no-forward-stage-reference',
    plant: where(isMultiStage, (clean) => {
      const [first] = clean.facts.stages;
      const last = clean.facts.stages.length - 1;
      if (first === undefined) return undefined;
      const offset = clean.dockerfile.startOf(first.from) + first.from.text.length;
      return insert(clean, offset, [`COPY --from=${last.toString()} /etc/hosts /opt/hosts`]);
    }),
  },
  {
    rule: 'no-unknown-stage-reference',
    plant: (clean) => {
      const name = misspelt(clean);
      return name === undefined ? undefined : atEnd(`COPY --from=${name} /etc/hosts /opt/hosts`)(clean);
    },
  },
  { rule: 'no-unknown-stage-reference', plant: atEnd('COPY --from=99 /etc/hosts /opt/hosts') },
  { rule: 'no-variable-in-stage-reference', plant: atEnd('COPY --from=$TOOLS /etc/hosts /opt/hosts') },
  {
    rule: 'no-duplicate-stage-name',
    plant: (clean) => {
      const name = clean.facts.stages.slice(0, -1).find((stage) => stage.name !== undefined)?.name;
      return name === undefined ? undefined : stageBeforeLast([`FROM busybox:1.36 AS ${name}`, ''], 0)(clean);
    },
  },
  { rule: 'no-reserved-stage-name', plant: addName('scratch') },
  { rule: 'require-lowercase-stage-name', plant: addName('Final') },
  {
    rule: 'no-platform-on-stage-reference',
    plant: where(
      (clean) => lastStage(clean)?.base.kind === 'stage',
      inLastFrom(addFlag('--platform=linux/arm64')),
    ),
  },
  {
    rule: 'no-redundant-target-platform',
    plant: where(hasPlainImage, inLastFrom(addFlag('--platform=$TARGETPLATFORM'))),
  },
  {
    rule: 'no-constant-platform',
    plant: where(hasPlainImage, inLastFrom(addFlag('--platform=linux/arm64'))),
  },
  {
    rule: 'no-untagged-copy-source',
    plant: atEnd('COPY --from=composer /usr/bin/composer /usr/bin/composer'),
  },
  {
    rule: 'no-whole-stage-copy',
    plant: where(
      (clean) => isMultiStage(clean) && clean.facts.stages[0]?.rootReference !== 'scratch',
      (clean) => {
        const name = clean.facts.stages[0]?.name;
        return name === undefined ? undefined : atEnd(`COPY --from=${name} / /`)(clean);
      },
    ),
  },
  {
    rule: 'prefer-named-stage-reference',
    plant: where(isMultiStage, atEnd('COPY --from=0 /etc/hosts /opt/hosts')),
  },
  { rule: 'no-unreachable-stage', plant: stageBeforeLast(['FROM busybox:1.36', 'RUN true', ''], 0) },
  {
    rule: 'no-skipped-test-stage',
    plant: where(
      (clean) => lastStage(clean)?.base.kind !== 'unknown',
      stageBeforeLast(['FROM node:22-slim AS planted-test', 'RUN npm test', ''], 0),
    ),
  },
  {
    rule: 'no-stage-name-of-an-image',
    plant: where(
      ({ facts }) => facts.stages.every(({ baseText, name }) => baseText !== 'redis' && name !== 'redis'),
      stageBeforeLast(['FROM busybox:1.36 AS redis', 'FROM redis AS planted', ''], 0),
    ),
  },
  // Artifacts and arguments.
  {
    rule: 'no-undeclared-argument',
    plant: (clean) => {
      const name =
        clean.facts.stages.at(-1)?.end.args.has('PLANTED_VERSION') === false ? 'PLANTED_VERSION' : undefined;
      const [first] = clean.facts.stages;
      if (name === undefined || first === undefined || !hasShell(clean)) return undefined;
      const used = atEnd(`RUN echo "$${name}" > /opt/version`)(clean);
      if (used === undefined) return undefined;
      const start = clean.dockerfile.startOf(first.from);
      return {
        text: `${used.text.slice(0, start)}ARG ${name}=1.0\n${used.text.slice(start)}`,
        line: used.line + 1,
      };
    },
  },
  {
    rule: 'no-shell-in-shell-less-stage',
    plant: where((clean) => lastStage(clean)?.rootReference === 'scratch', belowFrom('RUN mkdir /data')),
  },
  // The cache.
  { rule: 'no-update-without-install', plant: where(usesApt, atEnd('RUN apt-get update')) },
  {
    rule: 'no-ineffective-cache-mount',
    plant: where(
      hasPython,
      belowFrom('RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir requests'),
    ),
  },
  {
    rule: 'no-early-volatile-argument',
    plant: where(hasPython, (clean) =>
      withLine(belowFrom('ARG GIT_SHA', 'RUN pip install --no-cache-dir requests')(clean), -1),
    ),
  },
  {
    rule: 'no-shadowed-global-argument',
    plant: (clean) => {
      const pair = clean.facts.globalArguments
        .map(({ words }) => words[0]?.text ?? '')
        .find((text) => /^\w+=[\w.-]+$/.test(text));
      return pair === undefined ? undefined : belowFrom(`ARG ${pair.split('=')[0] ?? ''}=planted`)(clean);
    },
  },
  {
    rule: 'prefer-manifest-before-source',
    plant: where(hasPython, (clean) =>
      withLine(
        belowFrom('COPY . /planted', 'RUN pip install --no-cache-dir -r /planted/requirements.txt')(clean),
        -1,
      ),
    ),
  },
  // Secrets.
  { rule: 'no-secret-in-layer', plant: atEnd(`ENV GITHUB_AUTH=${TOKEN}`) },
  {
    rule: 'no-secret-in-layer',
    plant: where(hasShell, atEnd(`RUN git clone https://bot:${TOKEN}@github.com/a/b /b`)),
  },
  { rule: 'no-secret-argument', plant: belowFrom('ARG DATABASE_PASSWORD') },
  // The contract of the image.
  { rule: 'require-absolute-workdir', plant: where(hasPlainImage, belowFrom('WORKDIR planted')) },
  { rule: 'no-system-workdir', plant: atEnd('WORKDIR /etc') },
  { rule: 'no-sudo', plant: where(hasShell, atEnd('RUN sudo mkdir -p /opt/planted')) },
  { rule: 'no-ssh-port', plant: atEnd('EXPOSE 22') },
  { rule: 'no-invalid-port', plant: atEnd('EXPOSE 70000') },
  { rule: 'no-malformed-exec-form', plant: where(hasNoCommand, atEnd("CMD ['node', 'server.js']")) },
  {
    rule: 'prefer-exec-form',
    plant: where((clean) => hasNoCommand(clean) && hasShell(clean), atEnd('CMD node server.js')),
  },
  {
    rule: 'require-non-root-user',
    plant: where((clean) => hasPlainImage(clean) && hasShell(clean), atEnd('USER root')),
  },
  // Reproducibility.
  { rule: 'no-latest-tag', plant: replaceImage((image) => image.replace(/:.*/, ':latest')) },
  { rule: 'require-image-tag', plant: replaceImage((image) => image.replace(/:.*/, '')) },
  {
    rule: 'prefer-locked-install',
    plant: where(hasShell, atEnd('RUN go install golang.org/x/tools/cmd/stringer@latest')),
  },
  // Instructions.
  {
    rule: 'require-from-first',
    plant: (clean) => {
      const [first] = clean.facts.stages;
      return first && insert(clean, clean.dockerfile.startOf(first.from), ['RUN true']);
    },
  },
  { rule: 'no-maintainer', plant: atEnd('MAINTAINER somebody@example.com') },
  { rule: 'no-legacy-key-value', plant: atEnd('ENV PLANTED value') },
  { rule: 'no-space-around-equals', plant: atEnd('ENV PLANTED = value') },
  { rule: 'no-self-reference-in-env', plant: atEnd('ENV PLANTED=/opt/planted PLANTED_BIN=$PLANTED/bin') },
  {
    rule: 'no-undefined-argument-in-from',
    plant: stageBeforeLast(['FROM busybox:$PLANTED_TAG AS planted', ''], 0),
  },
  {
    rule: 'consistent-as-casing',
    plant: where(namesInCapitals, stageBeforeLast(['FROM busybox:1.36 as planted', ''], 0)),
  },
  { rule: 'consistent-instruction-casing', plant: where(isLong, atEnd('env PLANTED=1')) },
  { rule: 'no-forbidden-onbuild', plant: atEnd('ONBUILD FROM busybox:1.36') },
  { rule: 'prefer-copy-over-add', plant: atEnd('ADD planted.conf /etc/') },
  { rule: 'require-directory-slash', plant: atEnd('COPY planted.a planted.b /opt/planted') },
  { rule: 'no-consecutive-run', plant: where(hasShell, atEnd('RUN touch /opt/a', 'RUN touch /opt/b')) },
  {
    rule: 'unknown-rule-in-suppression',
    plant: (clean) => withLine(atEnd('# stagewright ignore=no-planted-mistakes', 'ENV PLANTED=1')(clean), -1),
  },
  // What becomes of files.
  {
    rule: 'no-missing-artifact',
    plant: takenFrom(
      ['FROM golang:1.23 AS planted', 'RUN go build -o /out/app .', ''],
      'COPY --from=planted /usr/src/app/planted /opt/app',
    ),
  },
  {
    rule: 'no-artifact-in-mount',
    plant: takenFrom(
      [
        'FROM rust:1.80 AS planted',
        'WORKDIR /app',
        'RUN --mount=type=cache,target=/app/target cargo build --release',
        '',
      ],
      'COPY --from=planted /app/target/release/app /opt/app',
    ),
  },
  {
    rule: 'no-ambiguous-artifact-glob',
    plant: takenFrom(
      ['FROM maven:3.9 AS planted', 'WORKDIR /app', 'RUN mvn package', ''],
      'COPY --from=planted /app/target/*.jar /opt/app.jar',
    ),
  },
  {
    rule: 'no-symlink-artifact',
    plant: atEnd('COPY --from=node:22 /usr/local/bin/npm /usr/local/bin/npm'),
  },
  // More of the contract of the image, and of secrets.
  { rule: 'no-world-writable', plant: where(hasShell, atEnd('RUN chmod -R 777 /opt')) },
  { rule: 'no-dev-server', plant: where(hasNoCommand, atEnd('CMD ["npm", "run", "dev"]')) },
  { rule: 'no-package-manager-as-pid1', plant: where(hasNoCommand, atEnd('CMD ["npm", "start"]')) },
  {
    rule: 'prefer-copy-chown',
    plant: where(hasShell, atEnd('COPY . /opt/planted', 'RUN chown -R nobody /opt/planted')),
  },
  { rule: 'no-secret-file-copy', plant: atEnd('COPY id_rsa /root/.ssh/id_rsa') },
  {
    rule: 'no-readable-secret-mount',
    plant: where(hasShell, atEnd('RUN --mount=type=secret,id=planted,mode=0444 cat /run/secrets/planted')),
  },
  // Packages.
  {
    rule: 'no-distribution-upgrade',
    plant: where(usesApt, atEnd('RUN apt-get update && apt-get dist-upgrade -y')),
  },
  {
    rule: 'require-assume-yes',
    plant: where(usesApt, atEnd('RUN apt-get update && apt-get install --no-install-recommends jq')),
  },
  {
    rule: 'prefer-no-recommends',
    plant: where(
      usesApt,
      atEnd('RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*'),
    ),
  },
  {
    rule: 'require-cache-cleanup',
    plant: where(usesApt, atEnd('RUN apt-get update && apt-get install -y --no-install-recommends jq')),
  },
  {
    rule: 'prefer-apt-get',
    plant: where(
      usesApt,
      atEnd('RUN apt update && apt install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*'),
    ),
  },
  { rule: 'no-high-uid-useradd', plant: where(usesApt, atEnd('RUN useradd -u 1234567 planted')) },
  { rule: 'no-pointless-command', plant: where(hasShell, atEnd('RUN vim /etc/hosts')) },
  {
    rule: 'prefer-one-downloader',
    plant: where(hasShell, atEnd('RUN curl -fsSO https://example.com/a && wget -q https://example.com/b')),
  },
  // The shell.
  {
    rule: 'no-pipe-to-shell',
    plant: where(hasShell, atEnd('RUN curl -fsSL https://example.com/install.sh | sh')),
  },
  {
    rule: 'require-pipefail',
    plant: where(hasShell, atEnd('RUN curl -fsSL https://example.com/planted.tar | tar -x -C /opt')),
  },
  {
    rule: 'require-curl-fail',
    plant: where(hasShell, atEnd('RUN curl -o /opt/planted https://example.com/planted')),
  },
  {
    rule: 'no-disabled-verification',
    plant: where(hasShell, atEnd('RUN curl -fkO https://example.com/planted')),
  },
  {
    rule: 'no-insecure-run',
    plant: where(hasShell, atEnd('RUN --security=insecure mount -t tmpfs none /mnt')),
  },
  { rule: 'no-cd', plant: where(hasShell, atEnd('RUN cd /opt && make')) },
  { rule: 'prefer-shell-instruction', plant: where(hasShell, atEnd('RUN ln -sf /bin/bash /bin/sh')) },
];

function withLine(planted: Planted | undefined, moved: number): Planted | undefined {
  return planted && { ...planted, line: planted.line + moved };
}
