/** A registry of images on loopback: as much of the OCI distribution API as a client needs that asks for a digest. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface Registry {
  /** `127.0.0.1:PORT`, which clients ask without TLS. */
  readonly host: string;
  digestOf(image: string): string;
  /** What was asked for: `GET acme/app:1`. */
  readonly asked: readonly string[];
}

/** @param images that are there: `acme/app:1`; each has another digest */
export async function registryWith(context: TestContext, images: readonly string[]): Promise<Registry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const found = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(request.url ?? '');
    if (found === null) {
      response.writeHead(request.url === '/v2/' ? 200 : 404).end();
      return;
    }
    const [, name = '', reference = ''] = found;
    asked.push(`${request.method ?? ''} ${name}:${reference}`);
    const image = images.find((each) =>
      reference.includes(':')
        ? each.startsWith(`${name}:`) && digestOf(each) === reference
        : each === `${name}:${reference}`,
    );
    if (image === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body = manifestOf(image);
    response.writeHead(200, {
      'content-type': MEDIA_TYPE,
      'content-length': Buffer.byteLength(body),
      'docker-content-digest': digestOf(image),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port.toString()}`, digestOf, asked };
}

const MEDIA_TYPE = 'application/vnd.oci.image.index.v1+json';

/** A list of no platforms; its name makes it another one for each image. */
function manifestOf(image: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE,
    manifests: [],
    annotations: { 'org.opencontainers.image.ref.name': image },
  });
}

function digestOf(image: string): string {
  return `sha256:${createHash('sha256').update(manifestOf(image)).digest('hex')}`;
}
