/**
 * A container engine's client that knows the digests of images: those of `/there` by the registry, those of `/pulled` by what
 * was pulled. `/slow` never answers, `plain` in a name stands for a client without buildx.
 */
function main(args: readonly string[]): void {
  const image = args.at(-1) ?? '';
  const digest = `sha256:${Buffer.from(image).toString('hex').padEnd(64, '0').slice(0, 64)}`;
  if (args[0] === 'buildx') {
    if (image.includes('/slow')) setInterval(() => undefined, 1_000);
    else if (image.includes('/there')) process.stdout.write(`${JSON.stringify(digest)}\n`);
    else if (image.includes('plain')) fail('unknown flag: --format', '', 'Usage:  docker [OPTIONS]');
    else fail(`ERROR: ${image}: not found`);
  } else if (image.includes('/pulled')) {
    const name = image.replace(/:[^:/]*$/, '').replace('docker.io/', '');
    process.stdout.write(`${JSON.stringify([`elsewhere/x@${digest}`, `${name}@${digest}`])}\n`);
  } else fail('Error response from daemon: No such image');
}

function fail(...lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}

main(process.argv.slice(2));
