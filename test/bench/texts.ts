/**
 * The Dockerfiles that are measured: written here line by line, the same in every run and for every server.
 *
 * The small one is a lesson's example; the others are the Dockerfile of one repository with ever more services, each
 * with stages of its own, about as dense in mistakes as files of real projects are.
 */

export interface BenchText {
  readonly lines: number;
  readonly text: string;
}

export const SIZES = [13, 200, 1_100, 9_900] as const;

/** A text of exactly so many lines; at least 13. */
export function benchText(lines: number): BenchText {
  const content = lines < 100 ? lesson(lines) : shop(lines);
  return { lines, text: `${content.join('\n')}\n` };
}

/** Digits that stand once in every service; an edit writes others in their place. */
const BUILD_NUMBER = /--build-number (\d{6})/g;

/** Offsets of the digits that are nearest to the middle of the text: a word inside a continued RUN. */
export function editedWord(text: string): { readonly start: number; readonly end: number } {
  const starts = [...text.matchAll(BUILD_NUMBER)].map((match) => match.index + match[0].length - 6);
  const middle = text.length / 2;
  const nearest = starts.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  if (nearest === undefined) throw new Error('The text has no word to edit.');
  return { start: nearest, end: nearest + 6 };
}

/** Offsets of up to `count` instruction keywords, evenly spread over the text. */
export function hoverPlaces(text: string, count: number): readonly number[] {
  const all = [...text.matchAll(/^(?:FROM|RUN|COPY|ENV|WORKDIR|CMD|ENTRYPOINT|USER|EXPOSE) /gm)].map(
    (match) => match.index + 1,
  );
  const step = Math.max(1, all.length / count);
  return Array.from(
    { length: Math.min(count, all.length) },
    (_, index) => all[Math.floor(index * step)] ?? 0,
  );
}

function lesson(lines: number): readonly string[] {
  const head = [
    '# The front end is built with Node and served without it.',
    'FROM node:22-alpine AS build',
    'WORKDIR /app',
    'COPY package.json package-lock.json ./',
    'RUN npm ci',
    'COPY . .',
    'RUN npm run build -- \\',
    '      --build-number 100000',
    '',
    'FROM nginx:1.27-alpine',
    'COPY --from=build /app/dist /usr/share/nginx/html',
    'EXPOSE 80',
  ];
  return [...head, ...options(lines - head.length)];
}

/** As many services as fit; what is left over becomes settings of the last stage. */
function shop(lines: number): readonly string[] {
  const content = [...SHARED_STAGES];
  const gateway: string[] = [];
  for (let index = 0; ; index++) {
    const service = serviceAt(index);
    const shipped = index % 3 === 0 ? shippedLine(index) : [];
    const total =
      content.length +
      service.length +
      gateway.length +
      shipped.length +
      GATEWAY_HEAD.length +
      GATEWAY_END.length;
    if (total > lines) break;
    content.push(...service);
    gateway.push(...shipped);
  }
  const left = lines - content.length - gateway.length - GATEWAY_HEAD.length - GATEWAY_END.length;
  return [...content, ...GATEWAY_HEAD, ...gateway, ...options(left), ...GATEWAY_END];
}

function options(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `ENV SHOP_OPTION_${String(index + 1)}=on`);
}

const SHARED_STAGES: readonly string[] = [
  '# syntax=docker/dockerfile:1',
  '',
  '# The shop in one file: a stage or more for each service, and a gateway that serves them all.',
  'ARG NODE_VERSION=22',
  'ARG GO_VERSION=1.24',
  '',
  '# Tools that every service is built with.',
  'FROM debian:12-slim AS tools',
  'RUN apt-get update \\',
  '    && apt-get install -y --no-install-recommends \\',
  '      ca-certificates \\',
  '      curl \\',
  '      git \\',
  '    && rm -rf /var/lib/apt/lists/*',
  'WORKDIR /schema',
  'COPY schema/ ./',
  '',
  'FROM node:${NODE_VERSION}-alpine AS node-base',
  'WORKDIR /app',
  'ENV NODE_ENV=production',
  'RUN npm config set fund false',
  '',
];

const GATEWAY_HEAD: readonly string[] = [
  '# What is shipped: the pages and the programs behind one door.',
  'FROM nginx:1.27-alpine AS gateway',
  'COPY gateway/nginx.conf /etc/nginx/nginx.conf',
];

const GATEWAY_END: readonly string[] = [
  'RUN mkdir -p /var/cache/shop \\',
  '    && chown -R nginx:nginx /var/cache/shop',
  'USER nginx',
  'EXPOSE 8080',
  'HEALTHCHECK --interval=30s --timeout=3s \\',
  '  CMD wget -q -O /dev/null http://127.0.0.1:8080/health || exit 1',
  'CMD ["nginx", "-g", "daemon off;"]',
];

const AREAS = [
  'cart',
  'search',
  'orders',
  'prices',
  'mail',
  'stock',
  'login',
  'reviews',
  'billing',
  'images',
];

/** `cart`, `search`, …, `cart-2`, …: unique in the file. */
function nameOf(index: number): string {
  const area = AREAS[index % AREAS.length] ?? 'area';
  const round = Math.floor(index / AREAS.length) + 1;
  return round === 1 ? area : `${area}-${String(round)}`;
}

type Service = (name: string, index: number) => readonly string[];

function serviceAt(index: number): readonly string[] {
  const service = SERVICES[index % SERVICES.length];
  return service === undefined ? [] : [...service(nameOf(index), index), ''];
}

function shippedLine(index: number): readonly string[] {
  const name = nameOf(index);
  return [`COPY --from=${name}-build /out/${name} /srv/${name}`];
}

function buildNumber(index: number): string {
  return `--build-number ${String(100_000 + index)}`;
}

const SERVICES: readonly Service[] = [goService, nodeService, javaService, pythonService, rustService];

function goService(name: string, index: number): readonly string[] {
  return [
    `# ${name}: one static program.`,
    `FROM golang:\${GO_VERSION}-alpine AS ${name}-build`,
    'ARG TARGETOS',
    'ARG TARGETARCH',
    'WORKDIR /src',
    'COPY go.mod go.sum ./',
    'RUN --mount=type=cache,target=/go/pkg/mod \\',
    '    go mod download',
    'COPY --from=tools /schema ./schema',
    `COPY services/${name}/ ./services/${name}/`,
    'RUN --mount=type=cache,target=/go/pkg/mod \\',
    '    # The cache of the compiler is kept between builds.',
    '    --mount=type=cache,target=/root/.cache/go-build \\',
    `    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -o /out/${name} ./services/${name} \\`,
    `    && ./tools/stamp ${buildNumber(index)} /out/${name}`,
    '',
    `FROM gcr.io/distroless/static-debian12:nonroot AS ${name}`,
    `COPY --from=${name}-build /out/${name} /${name}`,
    `EXPOSE ${String(9000 + (index % 900))}`,
    `ENTRYPOINT ["/${name}"]`,
  ];
}

function nodeService(name: string, index: number): readonly string[] {
  return [
    `# ${name}: pages and the server that renders them.`,
    `FROM node-base AS ${name}-dependencies`,
    `COPY services/${name}/package.json services/${name}/package-lock.json ./`,
    'RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev',
    '',
    `FROM node-base AS ${name}-build`,
    `COPY services/${name}/ ./`,
    'RUN npm install \\',
    '    && npm run lint \\',
    `    && npm run build -- ${buildNumber(index)} \\`,
    `    && mkdir -p /out \\`,
    `    && mv dist /out/${name}`,
    '',
    `FROM node-base AS ${name}`,
    `COPY --from=${name}-dependencies /app/node_modules ./node_modules`,
    `COPY --from=${name}-build /out/${name} ./dist`,
    'USER node',
    'CMD node dist/server.js',
  ];
}

function javaService(name: string, index: number): readonly string[] {
  return [
    `# ${name}: a service on the Java runtime.`,
    `FROM maven:3.9-eclipse-temurin-21 AS ${name}-build`,
    'WORKDIR /build',
    `COPY services/${name}/pom.xml ./`,
    'RUN --mount=type=cache,target=/root/.m2 \\',
    '    mvn -B dependency:go-offline',
    `COPY services/${name}/src ./src`,
    'RUN --mount=type=cache,target=/root/.m2 \\',
    '    mvn -B -DskipTests package \\',
    `    && ./stamp.sh ${buildNumber(index)} \\`,
    `    && mkdir -p /out \\`,
    `    && cp target/*.jar /out/${name}`,
    '',
    `FROM eclipse-temurin:21-jre AS ${name}`,
    'WORKDIR /opt/service',
    'ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75" \\',
    `    SERVICE_NAME=${name}`,
    `COPY --from=${name}-build /out/${name} ./service.jar`,
    'ENTRYPOINT ["java", "-jar", "service.jar"]',
  ];
}

function pythonService(name: string, index: number): readonly string[] {
  return [
    `# ${name}: a worker without a port.`,
    `FROM python:3.13 AS ${name}-build`,
    'WORKDIR /app',
    'COPY --from=tools /schema ./schema',
    `COPY services/${name}/requirements.txt ./`,
    'RUN python -m venv /out/venv \\',
    '    && /out/venv/bin/pip install --no-cache-dir -r requirements.txt \\',
    `    && python schema/stamp.py ${buildNumber(index)} --output /out/venv/build`,
    `COPY services/${name}/ /out/${name}/`,
    '',
    `FROM python:3.13-slim AS ${name}`,
    'RUN <<EOT',
    'set -e',
    'groupadd --system app',
    'useradd --system --gid app --home-dir /app app',
    'EOT',
    'WORKDIR /app',
    `COPY --from=${name}-build /out/venv /out/venv`,
    `COPY --from=${name}-build /out/${name} ./`,
    'ENV PATH="/out/venv/bin:$PATH" PYTHONUNBUFFERED=1',
    'USER app',
    'CMD ["python", "worker.py"]',
  ];
}

function rustService(name: string, index: number): readonly string[] {
  return [
    `# ${name}: a small program that has to start fast.`,
    `FROM rust:1.87 AS ${name}-build`,
    'WORKDIR /src',
    'COPY Cargo.toml Cargo.lock ./',
    'COPY --from=tools /schema ./schema',
    `COPY services/${name}/ ./services/${name}/`,
    'RUN --mount=type=cache,target=/usr/local/cargo/registry \\',
    `    cargo build --release --locked --package ${name} \\`,
    `    && ./tools/stamp ${buildNumber(index)} target/release/${name} \\`,
    `    && install -D target/release/${name} /out/${name}`,
    '',
    `FROM debian AS ${name}`,
    'RUN apt-get update && apt-get install -y --no-install-recommends libssl3 \\',
    '    && rm -rf /var/lib/apt/lists/*',
    `COPY --from=${name}-build /out/${name} /usr/local/bin/${name}`,
    `CMD ["${name}"]`,
  ];
}
