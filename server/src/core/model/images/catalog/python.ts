/** The official Python image, and popular images built on it. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { isAtLeast } from '../version';
import { buildLayer } from './buildpackDeps';
import { defaultSystem } from './defaultSystem';
import type { CatalogEntry } from './entry';
import { asImage, forgetPrograms, layer } from './facts';
import { sibling, withInfix } from './siblings';
import { programs, systemFacts } from './systems';

export const python: CatalogEntry = {
  repositories: ['python'],
  samples: ['3.13', '3.13-slim', '3.13-alpine'],
  describe,
};

export const uvicornGunicorn: CatalogEntry = {
  repositories: ['tiangolo/uvicorn-gunicorn-fastapi', 'tiangolo/uvicorn-gunicorn'],
  samples: ['latest'],
  describe: describeUvicorn,
};

function describe(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? defaultSystem('python', tag.version);
  const language = {
    name: 'python',
    ...(tag.version === undefined ? {} : { version: tag.version }),
  } as const;
  if (system.kind === 'windows')
    return asImage('python', layer(systemFacts(system), { kind: 'runtime', language }));
  const isFull = system.kind === 'debian' && !hasPart(tag, 'slim');
  const isTwo = isAtLeast(tag.version, '3') === false;
  const below = isFull ? buildLayer(system) : forgetPrograms(systemFacts(system), ['gunicorn', 'uvicorn']);
  return asImage(
    'python',
    layer(below, {
      kind: 'runtime',
      language,
      ...(isTwo || isAtLeast(tag.version, '3.7') === false ? {} : { caCertificates: true }),
      addsAccounts: [],
      env: {
        PYTHON_VERSION: undefined,
        ...(isAtLeast(tag.version, '3.6') === true ? versions : {}),
        PATH: '/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        ...(isAtLeast(tag.version, '3.14') === false ? { LANG: 'C.UTF-8', GPG_KEY: undefined } : {}),
      },
      ...(isAtLeast(tag.version, '3.6') === true ? { envIsComplete: true } : {}),
      programs: isTwo ? programs(true, ['python', 'pip']) : programs(true, ['pip', 'python', 'python3']),
      command: [isTwo ? 'python2' : 'python3'],
      ...(isFull ? sibling(tag, `python:${withInfix(tag, 'slim')}`, note) : {}),
      sources: ['Official image python: docker-library/python'],
    }),
  );
}

/** Which of them an image has depends on the day it was made; all are named, so that none of them is called undefined. */
const versions = {
  PYTHON_SHA256: undefined,
  PYTHON_PIP_VERSION: undefined,
  PYTHON_SETUPTOOLS_VERSION: undefined,
  PYTHON_GET_PIP_URL: undefined,
  PYTHON_GET_PIP_SHA256: undefined,
} as const;

const note =
  'The same Python without compilers and headers; build wheels or a virtual environment in a build stage.';

/** Source: tiangolo/uvicorn-gunicorn-fastapi-docker; Alpine variants were given up. */
function describeUvicorn(tag: ImageTag): BaseImage {
  const version = /^python(\d+(?:\.\d+)*)/.exec(tag.text)?.[1];
  return asImage('uvicorn-gunicorn', {
    programs: programs(true, ['gunicorn', 'pip', 'python', 'sh', 'uvicorn']),
    env: { PYTHONPATH: '/app' },
    os: 'linux',
    kind: 'runtime',
    language: { name: 'python', ...(version === undefined ? {} : { version }) },
    shell: '/bin/sh',
    user: 'root',
    workdir: '/app',
    exposes: [80],
    sources: ['tiangolo/uvicorn-gunicorn-fastapi-docker'],
  });
}
