/** What the build context holds once the ignore file has had its say: the most that the build can be sent. */
import type { Builder } from '../engines/engine';
import type { ContextReport } from '../report';
import { cancelled, failure, type Session, SmokeStop } from '../session';

const LARGEST = 10;
const MAX_SECRETS = 20;
const MAX_FILES = 200_000;

/** Paths that usually hold credentials. Only their names are looked at. */
const SECRET_PATH =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$|dist$)[^/]*)?|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]*\.(?:pem|key|p12|pfx|jks|keystore)|credentials\.json|service-account[^/]*\.json|\.aws\/credentials|\.docker\/config\.json|\.kube\/config)$/u;

const IGNORE_NAMES: Readonly<Record<Builder['kind'], readonly string[]>> = {
  buildx: ['.dockerignore'],
  'docker-buildkit': ['.dockerignore'],
  podman: ['.containerignore', '.dockerignore'],
};

export async function listContext(session: Session): Promise<ContextReport> {
  const { contextDir, dockerfilePath } = session.input;
  let files = 0;
  let bytes = 0;
  let largest: { readonly path: string; readonly bytes: number }[] = [];
  const secrets: string[] = [];
  const outcome = await session.port.listContext({
    contextDir,
    dockerfilePath,
    ignoreNames: IGNORE_NAMES[session.engine.builder.kind],
    signal: session.signal,
    maxFiles: MAX_FILES,
    onFile: (path, size) => {
      files++;
      bytes += size;
      if (SECRET_PATH.test(path) && secrets.length < MAX_SECRETS) secrets.push(path);
      if (largest.length < LARGEST || size > (largest.at(-1)?.bytes ?? 0)) {
        largest = [...largest, { path, bytes: size }].sort((a, b) => b.bytes - a.bytes).slice(0, LARGEST);
      }
    },
  });
  if (session.signal.aborted) throw cancelled('context');
  if (outcome.kind === 'unreadable') {
    throw new SmokeStop('error', failure('context', `The build context cannot be read: ${outcome.message}`));
  }
  if (outcome.isIncomplete)
    session.note(`The build context has more than ${MAX_FILES} files; only these were counted.`);
  return {
    directory: contextDir,
    ignoreFile: outcome.ignoreFile,
    files,
    bytes,
    largest,
    secrets,
    isIncomplete: outcome.isIncomplete,
  };
}
