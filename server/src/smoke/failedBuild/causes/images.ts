/** Causes at a base image: a name, a tag, a platform, a registry that does not answer. */
import type { Evidence } from '../evidence';
import { type Cause, type Hit, said, type Telling } from './cause';

const IMAGE = String.raw`(?<image>[\w./@:-]+)`;

/** A mistyped stage is asked for at a registry, and what that answers is beside the point: these go before the network's. */
export const stageReferenceCauses: readonly Cause[] = [
  {
    id: 'stage-reference',
    message: [
      /circular dependency detected on stage/iu,
      /invalid from flag value (?<image>[^\s:]+)/iu,
      /pull access denied/iu,
      /repository does not exist/iu,
      /no stage or image found with that name/u,
      /failed to resolve source metadata for/u,
    ],
    tell: stageReference,
  },
];

export const imageCauses: readonly Cause[] = [
  {
    id: 'unknown-target',
    message: [
      /target stage "?(?<stage>[^\s"]+)"? could not be found/u,
      /failed to reach build target (?<stage>\S+) in Dockerfile/u,
      /the target "(?<stage>[^"]+)" was not found/u,
    ],
    tell: ({ groups }, { analysis }) => {
      const names = analysis.facts.stages.flatMap(({ name }) => (name === undefined ? [] : [name]));
      return {
        happened: `The build asks for the stage ${groups['stage'] ?? ''}, and the Dockerfile has none of that name.`,
        remedy:
          names.length === 0
            ? 'Name the stage (FROM … AS NAME), or build without --target.'
            : `The named stages are ${names.join(', ')}; the name comes from --target or the target of a Compose file.`,
      };
    },
  },
  {
    id: 'blank-image-name',
    message: [
      /base name \((?<name>.*?)\) should not be blank/u,
      /failed to parse stage name "(?<name>[^"]*)"/u,
      /invalid reference format/u,
    ],
    tell: ({ groups }) => ({
      happened: `The image name ${groups['name'] === undefined || groups['name'] === '' ? '' : `"${groups['name']}" `}is empty or no image name once its variables are filled in.`,
      remedy: 'Declare the ARG above the first FROM and give it a default, or pass --build-arg.',
      rules: ['no-invalid-default-argument-in-from', 'no-undefined-argument-in-from'],
    }),
  },
  {
    id: 'credential-helper',
    message: [
      /error getting credentials.*?"?(?<helper>docker-credential-[\w-]+)"?/u,
      /error getting credentials/u,
    ],
    tell: ({ groups }) => ({
      happened: `The client asks ${groups['helper'] ?? 'a credential helper'} for passwords, and that does not work here.`,
      remedy: 'Install the helper, or take "credsStore" out of ~/.docker/config.json and log in again.',
    }),
  },
  {
    id: 'rate-limit',
    message: [/toomanyrequests|429 Too Many Requests|pull rate limit/iu],
    tell: said(
      'The registry has counted too many pulls from this address.',
      'Log in (docker login), wait, or take the image from a mirror or a registry of your own.',
    ),
  },
  {
    id: 'no-platform',
    message: [
      /no match for platform in manifest/iu,
      /no matching manifest for (?<platform>[\w/.-]+)/iu,
      /does not (?:match|provide) the specified platform/iu,
      /image operating system "(?<platform>\w+)" cannot be used on this platform/iu,
    ],
    tell: ({ groups }) => ({
      happened: `The image is not published for ${groups['platform'] ?? 'the platform of this build'}.`,
      remedy:
        'Choose a tag that is, or build for a platform that it has (--platform, or FROM --platform=…); docker buildx imagetools inspect IMAGE lists them.',
    }),
  },
  {
    id: 'image-access-denied',
    message: [
      /pull access denied/iu,
      /insufficient_scope|authorization failed|unauthorized: |403 Forbidden|401 Unauthorized/u,
      new RegExp(`^${IMAGE}: denied`, 'u'),
    ],
    tell: (_hit, evidence) => ({
      happened: `The registry does not show ${imageName(evidence)} to this client: it does not exist, is private, or the name is mistyped.`,
      remedy: 'Check the name; for a private image, log in to its registry first (docker login HOST).',
    }),
  },
  {
    id: 'image-not-found',
    message: [
      new RegExp(`manifest for ${IMAGE} not found`, 'u'),
      /manifest unknown/u,
      new RegExp(`^(?:failed to resolve source metadata for )?${IMAGE}: not found`, 'u'),
      /: failed to resolve source metadata for \S+: \S+: not found/u,
    ],
    tell: (_hit, evidence) => ({
      happened: `The registry has no ${imageName(evidence)}: the tag or the digest does not exist.`,
      remedy:
        'Look up the tags in the registry: a version may have been removed, or its name be spelled in another way.',
      rules: ['require-image-tag'],
    }),
  },
];

/** A name that is neither a stage above nor an image is most often a mistyped stage. */
function stageReference({ line }: Hit, { found, analysis }: Evidence): Telling | undefined {
  if (found === undefined || found.instruction.keyword === 'FROM') {
    return /circular/iu.test(line)
      ? {
          happened: 'A stage takes files from itself.',
          remedy: 'Name another stage.',
          rules: ['no-self-stage-reference'],
        }
      : undefined;
  }
  const edge = found.stage?.edges.find(({ instruction }) => instruction === found.instruction);
  if (edge === undefined) return undefined;
  const name = edge.reference.value;
  switch (edge.to.kind) {
    case 'forward':
      return {
        happened: `The stage ${name} stands further down, and a stage can only take from those above it.`,
        remedy: 'Move that stage up.',
        rules: ['no-forward-stage-reference'],
      };
    case 'self':
      return {
        happened: `The stage takes files from itself (${name}).`,
        remedy: 'Name another stage; inside one stage, RUN cp copies.',
        rules: ['no-self-stage-reference'],
      };
    case 'image': {
      const isReported = analysis.findings.some(
        ({ rule, at }) => rule === 'no-unknown-stage-reference' && at.node === found.instruction,
      );
      // `--from=nginx` is an image, and then the registry's answer is what matters.
      if (!isReported && (/[/:@]/u.test(name) || /dial tcp|timeout|x509/u.test(line))) return undefined;
      const names = analysis.facts.stages.flatMap((stage) => (stage.name === undefined ? [] : [stage.name]));
      return {
        happened: `No stage above is named ${name}, so the builder looks for an image of that name, and may not have it.`,
        remedy: names.length === 0 ? 'Name the stage with AS.' : `The named stages are ${names.join(', ')}.`,
        rules: ['no-unknown-stage-reference'],
      };
    }
    case 'stage':
    case 'out-of-range':
    case 'index-in-mount':
    case 'variable':
    case 'named-context':
    case 'scratch':
    case 'unknown':
      return undefined;
  }
}

function imageName({ found, log }: Evidence): string {
  const inFile = found?.instruction.keyword === 'FROM' ? found.stage?.baseText : undefined;
  const inLog = /(?:for |manifest for )?((?:[\w.-]+\/)+[\w.-]+(?::[\w.-]+)?)/u.exec(log.message)?.[1];
  return inFile ?? inLog ?? 'the image';
}
