import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-shell-in-shell-less-stage';
const BUILD = 'FROM golang:1.23 AS build\nRUN go build -o /out/app .\n';

describe(RULE, () => {
  it('reports every shell form in scratch and in distroless images', () => {
    checkRule(
      RULE,
      `${BUILD}FROM scratch\nCOPY --from=build /out/app /app\nRUN «/app --check»\nHEALTHCHECK CMD «/app health»\nENTRYPOINT «/app»\nCMD «serve --port 80»\n`,
      { level: 'error' },
    );
    checkRule(RULE, 'FROM gcr.io/distroless/static-debian12\nCOPY app /app\nCMD «/app»\n', {
      level: 'error',
    });
    checkRule(RULE, 'FROM gcr.io/distroless/cc:nonroot AS base\nFROM base\nCOPY app.jar /\nCMD «/app.jar»\n');
    checkRule(RULE, `${BUILD}FROM scratch\nCOPY --from=build /go/bin/app /\nCMD «/app»\n`);
  });

  it('reports it beside copies that cannot bring /bin/sh', () => {
    checkRule(
      RULE,
      'FROM gcr.io/distroless/static-debian13\nCOPY licenses/* /licenses/\nCOPY tools /opt/bin/\nENTRYPOINT «/app»\n',
    );
  });

  it('is silent for the exec form and for images that have a shell', () => {
    checkRule(RULE, 'FROM scratch\nCOPY app /app\nCMD ["/app"]\nHEALTHCHECK NONE\n');
    checkRule(RULE, 'FROM gcr.io/distroless/static:debug\nCMD ls\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN ls\n');
    checkRule(RULE, 'FROM ghcr.io/acme/static:1\nRUN ls\nCMD ls\n');
  });

  it('is silent when something before can have brought a shell', () => {
    for (const line of [
      'ADD rootfs.tar.xz /',
      'COPY rootfs /',
      'COPY --from=busybox:1.36 /bin/busybox /bin/sh',
      'COPY --from=busybox:1.36 /bin /bin',
      'COPY --from=build /usr /usr',
      'COPY --from=build / /',
      'COPY $FILES /',
      'SHELL ["/busybox/sh", "-c"]',
      'RUN ["/installer"]',
    ])
      checkRule(RULE, `FROM alpine:3.20 AS build\nFROM scratch\n${line}\nRUN ls\nCMD ls\n`);
    checkRule(RULE, 'FROM scratch\nRUN --mount=from=busybox:1.36,source=/bin,target=/bin ls\n');
    checkRule(RULE, 'FROM scratch AS root\nADD rootfs.tar /\nFROM root\nCMD ls\n');
  });

  it('does not count a shell that comes only after a RUN, but does for the command', () => {
    checkRule(RULE, 'FROM scratch\nRUN «ls»\nCMD ls\nCOPY --from=busybox:1.36 /bin/busybox /bin/sh\n');
    checkRule(RULE, 'FROM scratch AS a\nCOPY app /app\nCMD /app\nFROM a\nADD rootfs.tar /\n');
  });

  it('changes a command of plain words to the exec form', () => {
    checkFix(
      RULE,
      'FROM scratch\nCOPY app /app\nCMD /app --port 80\n',
      'FROM scratch\nCOPY app /app\nCMD ["/app", "--port", "80"]\n',
    );
    checkFix(
      RULE,
      'FROM scratch\nCOPY app /app\nHEALTHCHECK --interval=5s CMD /app health\n',
      'FROM scratch\nCOPY app /app\nHEALTHCHECK --interval=5s CMD ["/app", "health"]\n',
    );
  });
});
