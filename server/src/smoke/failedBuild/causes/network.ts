/** Causes on the network: names that are not resolved, certificates that are not trusted, addresses that do not answer. */
import { imageOf, isOfContainer } from '../evidence';
import { type Cause, said } from './cause';

/** Go's resolver, which the builders themselves use too. */
const LOOKUP =
  /lookup (?<host>[\w.-]+)(?: on \S+)?: (?:no such host|Temporary failure|server misbehaving|i\/o timeout)/u;

export const networkCauses: readonly Cause[] = [
  {
    id: 'untrusted-certificate',
    message: [/x509: (?<why>certificate[^:]*)/u, /tls: failed to verify certificate/u],
    output: [
      /x509: (?<why>certificate[^:]*)/u,
      /SSL certificate problem|CERTIFICATE_VERIFY_FAILED|UNABLE_TO_(?:GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)|SELF_SIGNED_CERT_IN_CHAIN|unable to get local issuer certificate|self[- ]signed certificate|certificate verify failed|server certificate verification failed|unable to locally verify|PKIX path building failed|Certificate verification failed/iu,
    ],
    tell: (_hit, evidence) => {
      if (imageOf(evidence)?.caCertificates === false)
        return {
          happened: 'The image has no certificate authorities, so that no server can be trusted.',
          remedy: 'Install ca-certificates first.',
          rules: ['require-ca-certificates'],
        };
      return {
        happened:
          'A server shows a certificate that the image does not trust: behind a company proxy, that of the proxy.',
        remedy:
          'Copy the authority\u2019s certificate into the image and run update-ca-certificates (Node.js: NODE_EXTRA_CA_CERTS, pip: PIP_CERT). Do not switch the check off. A wrong clock has the same effect.',
        rules: ['no-disabled-verification'],
      };
    },
  },
  {
    id: 'name-not-resolved',
    message: [LOOKUP, /no such host/u],
    output: [
      /Could not resolve(?: host)?:? '?(?<host>[\w.-]+)/iu,
      /Temporary failure resolving '(?<host>[^']+)'/u,
      /getaddrinfo (?:EAI_AGAIN|ENOTFOUND) (?<host>[\w.-]+)/u,
      LOOKUP,
      /(?:unable to resolve host address ['\u2018]|bad address ')(?<host>[\w.-]+)/u,
      /Temporary failure in name resolution|Name or service not known|nodename nor servname|UnknownHostException:? ?(?<host>[\w.-]*)|Could not resolve hostname|DNS: transient error/u,
    ],
    tell: ({ groups }, evidence) => {
      const { found } = evidence;
      const host = groups['host'] === undefined || groups['host'] === '' ? 'a host' : groups['host'];
      if (isOfContainer(evidence))
        return { happened: `The name ${host} could not be resolved.`, remedy: ALONE };
      const isOff =
        found?.instruction.flags.some(({ name, value }) => name === 'network' && value === 'none') === true;
      return {
        happened: `The name ${host} could not be resolved${isOff ? ', for this RUN has no network (--network=none)' : ' during the build'}.`,
        remedy: isOff
          ? 'Fetch before, in a RUN that has a network.'
          : `Check the network and the DNS of the engine (in /etc/docker/daemon.json, "dns"), a VPN, and the proxy. ${found?.instruction.keyword === 'RUN' ? 'Services of a Compose file cannot be reached while images are built.' : ''}`.trim(),
      };
    },
  },
  {
    id: 'no-connection',
    message: [
      /connection refused|i\/o timeout|TLS handshake timeout|connection reset by peer|network is unreachable/iu,
    ],
    output: [
      /ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|socket hang up/u,
      /Connection (?:timed out|refused|reset)|Failed to connect to|Network is unreachable|i\/o timeout|TLS handshake timeout|Operation timed out|Read timed out/u,
    ],
    tell: ({ line }, evidence) => ({
      happened: /refused/iu.test(line)
        ? 'A server refused the connection: nothing listens there.'
        : 'A server did not answer.',
      remedy: isOfContainer(evidence)
        ? evidence.found?.instruction.keyword === 'HEALTHCHECK'
          ? 'Compare the address and port of the check with those at which the program listens. If it only needs longer to start, give the check a --start-period.'
          : ALONE
        : /localhost|127\.0\.0\.1|::1/u.test(line)
          ? 'localhost is the build container itself. A database or another service cannot be reached while an image is built: do this when the container starts.'
          : 'Try again; behind a proxy, pass HTTP_PROXY and HTTPS_PROXY as build arguments.',
    }),
  },
  {
    id: 'download-not-found',
    output: [
      /curl: \(22\) The requested URL returned error: (?<status>\d{3})/u,
      /server returned error: HTTP\/[\d.]+ (?<status>\d{3})/u,
      /ERROR (?<status>40[34]): /u,
    ],
    tell: ({ groups }) => ({
      happened: `The server answered a download with ${groups['status'] ?? 'an error'}.`,
      remedy:
        'Check the address with its variables filled in: version, and name of the processor (amd64 or x86_64, arm64 or aarch64).',
    }),
  },
  {
    id: 'no-archive',
    output: [
      /not in gzip format|does not look like a tar archive|invalid magic|End-of-central-directory signature not found|File format not recognized/iu,
    ],
    tell: said(
      'What was downloaded or copied is no archive of that kind: often it is the page of an error.',
      'Let the download fail by itself (curl -f, which gives an exit code for 404), and compare its checksum.',
      'require-curl-fail',
    ),
  },
  {
    id: 'checksum',
    message: [/digest mismatch/iu],
    output: [
      /computed checksums? did NOT match|checksum (?:mismatch|failed|does not match)|THESE PACKAGES DO NOT MATCH THE HASHES|EINTEGRITY/iu,
    ],
    tell: said(
      'What was downloaded is not what the checksum or the lock file names.',
      'Find out why before you change the checksum: another version behind the same address, a proxy, or an attack.',
    ),
  },
];

const ALONE =
  'A smoke build runs the container alone: a database or another service is not there, and without a port to probe there is no network. Let the program start without it, or declare a probe that needs none, such as "# stagewright smoke=run PROGRAM --version" above the stage.';
