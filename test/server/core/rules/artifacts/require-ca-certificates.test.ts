import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-ca-certificates';
const BUILD = 'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\n';
const RUN = 'ENTRYPOINT ["/app"]\n';

describe(RULE, () => {
  it('hints at a program in scratch without a bundle', () => {
    checkRule(RULE, `${BUILD}FROM scratch\nCOPY --from=build «/out/app» /app\n${RUN}`, { level: 'hint' });
  });

  it('is silent with a bundle, with a base image that has one, and where nothing runs', () => {
    for (const end of [
      `FROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /out/app /app\n${RUN}`,
      `FROM scratch\nCOPY ca.pem /certs/\nENV SSL_CERT_FILE=/certs/ca.pem\nCOPY --from=build /out/app /app\n${RUN}`,
      `FROM scratch\nCOPY --from=build /out/* /\n${RUN}`,
      `FROM gcr.io/distroless/static\nCOPY --from=build /out/app /app\n${RUN}`,
      'FROM scratch\nCOPY --from=build /out/app /app\n',
    ])
      checkRule(RULE, BUILD + end);
    checkRule(
      RULE,
      `FROM alpine:3.20 AS files\nRUN make\nFROM scratch\nCOPY --from=files /out/app /app\n${RUN}`,
    );
  });

  it('copies the bundle of the builder', () => {
    checkFix(
      RULE,
      `${BUILD}FROM scratch\nCOPY --from=build /out/app /app\n${RUN}`,
      `${BUILD}FROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /out/app /app\n${RUN}`,
    );
  });
});
