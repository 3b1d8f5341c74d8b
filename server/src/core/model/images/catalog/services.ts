/** Databases, queues and other services that images are derived from to add configuration. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import type { CatalogEntry } from './entry';
import { asImage, type Facts, forget, layer, type Layers, withoutAbsences } from './facts';
import { type System, systemFacts } from './systems';

/** What is the same for every tag of a service's image. */
interface Service {
  readonly repositories: readonly string[];
  readonly family: string;
  /** The system of tags that name none; undefined where it has changed. */
  readonly system: System | undefined;
  readonly samples?: readonly string[];
  readonly facts: Facts;
}

const dropping = { user: 'root', dropsPrivileges: true, entrypoint: ['docker-entrypoint.sh'] } as const;

/** Started as root, these change to their own account in the entrypoint script (gosu, setpriv or su-exec). */
const services: readonly Service[] = [
  {
    repositories: ['postgres'],
    family: 'postgres',
    system: { kind: 'debian' },
    samples: ['17', '17-alpine'],
    facts: {
      ...dropping,
      users: ['postgres'],
      exposes: [5432],
      workdir: '/',
      command: ['postgres'],
      env: {
        PG_MAJOR: undefined,
        PG_VERSION: undefined,
        PGDATA: undefined,
        LANG: 'en_US.utf8',
        PATH: undefined,
      },
      programs: { psql: true, pg_isready: true, bash: true },
      sources: ['Official image postgres: docker-library/postgres'],
    },
  },
  {
    repositories: ['mysql'],
    family: 'mysql',
    system: undefined,
    facts: {
      ...dropping,
      users: ['mysql'],
      exposes: [3306, 33060],
      workdir: '/',
      shell: '/bin/sh',
      command: ['mysqld'],
      env: { MYSQL_MAJOR: undefined, MYSQL_VERSION: undefined },
      programs: { mysql: true, mysqladmin: true, bash: true, sh: true },
      sources: ['Official image mysql: docker-library/mysql'],
    },
  },
  {
    repositories: ['mariadb'],
    family: 'mariadb',
    system: undefined,
    facts: {
      ...dropping,
      users: ['mysql'],
      exposes: [3306],
      env: { MARIADB_VERSION: undefined },
      programs: { bash: true, sh: true },
      sources: ['Official image mariadb: MariaDB/mariadb-docker'],
    },
  },
  {
    repositories: ['redis'],
    family: 'redis',
    system: { kind: 'debian' },
    samples: ['7', '7-alpine'],
    facts: {
      ...dropping,
      users: ['redis'],
      exposes: [6379],
      workdir: '/data',
      command: ['redis-server'],
      env: { REDIS_VERSION: undefined },
      programs: { 'redis-server': true, 'redis-cli': true },
      sources: ['Official image redis: docker-library/redis'],
    },
  },
  {
    repositories: ['mongo'],
    family: 'mongo',
    system: { kind: 'ubuntu' },
    facts: {
      ...dropping,
      users: ['mongodb'],
      exposes: [27017],
      command: ['mongod'],
      env: { MONGO_MAJOR: undefined, MONGO_VERSION: undefined },
      programs: { bash: true },
      sources: ['Official image mongo: docker-library/mongo'],
    },
  },
  {
    repositories: ['rabbitmq'],
    family: 'rabbitmq',
    system: { kind: 'ubuntu' },
    samples: ['4', '4-alpine'],
    facts: {
      ...dropping,
      users: ['rabbitmq'],
      command: ['rabbitmq-server'],
      env: { RABBITMQ_VERSION: undefined, PATH: undefined },
      programs: { 'rabbitmq-diagnostics': true },
      sources: ['Official image rabbitmq: docker-library/rabbitmq'],
    },
  },
  {
    repositories: ['cassandra'],
    family: 'cassandra',
    system: undefined,
    facts: {
      ...dropping,
      users: ['cassandra'],
      shell: '/bin/sh',
      workdir: '/',
      exposes: [7000, 7001, 7199, 9042, 9160],
      command: ['cassandra', '-f'],
      env: { CASSANDRA_VERSION: undefined, PATH: undefined },
      programs: { bash: true, sh: true },
      sources: ['Official image cassandra: docker-library/cassandra'],
    },
  },
  {
    repositories: ['memcached'],
    family: 'memcached',
    system: { kind: 'debian' },
    samples: ['1', '1-alpine'],
    facts: {
      user: 'memcache',
      users: ['memcache'],
      exposes: [11211],
      entrypoint: ['docker-entrypoint.sh'],
      command: ['memcached'],
      sources: ['Official image memcached: docker-library/memcached'],
    },
  },
  {
    repositories: ['registry'],
    family: 'registry',
    system: { kind: 'alpine' },
    facts: {
      user: 'root',
      exposes: [5000],
      workdir: '/',
      entrypoint: ['/entrypoint.sh'],
      caCertificates: true,
      sources: ['Official image registry: distribution/distribution-library-image'],
    },
  },
  {
    repositories: ['jenkins/jenkins'],
    family: 'jenkins',
    system: undefined,
    samples: ['lts', 'lts-alpine'],
    facts: {
      user: 'jenkins',
      users: ['jenkins'],
      exposes: [8080, 50000],
      language: { name: 'java' },
      programs: { bash: true, java: true, sh: true, git: true },
      env: {
        JENKINS_HOME: '/var/jenkins_home',
        JENKINS_VERSION: undefined,
        JAVA_HOME: undefined,
        PATH: undefined,
      },
      sources: ['Jenkins: jenkinsci/docker'],
    },
  },
  {
    repositories: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
    family: 'grafana',
    system: undefined,
    facts: {
      user: '472',
      exposes: [3000],
      workdir: '/usr/share/grafana',
      entrypoint: ['/run.sh'],
      sources: ['Grafana: grafana/grafana Dockerfile'],
    },
  },
  {
    repositories: ['prom/prometheus', 'quay.io/prometheus/prometheus'],
    family: 'prometheus',
    system: undefined,
    facts: {
      user: 'nobody',
      exposes: [9090],
      entrypoint: ['/bin/prometheus'],
      sources: ['Prometheus: prometheus/prometheus Dockerfile'],
    },
  },
  {
    repositories: ['apache/kafka'],
    family: 'kafka',
    system: { kind: 'alpine' },
    facts: {
      user: 'appuser',
      users: ['appuser'],
      exposes: [9092],
      workdir: '/',
      language: { name: 'java' },
      entrypoint: ['/__cacert_entrypoint.sh'],
      command: ['/etc/kafka/docker/run'],
      env: { JAVA_HOME: '/opt/java/openjdk', JAVA_VERSION: undefined, PATH: undefined },
      sources: ['Apache Kafka: docker/jvm/Dockerfile'],
    },
  },
];

/** Services that are known by name, and that they are services; nothing else was checked. */
const otherServices = [
  'adminer',
  'elasticsearch',
  'eclipse-mosquitto',
  'ghost',
  'influxdb',
  'kibana',
  'kong',
  'logstash',
  'nats',
  'neo4j',
  'nextcloud',
  'solr',
  'sonarqube',
  'telegraf',
  'varnish',
  'wordpress',
  'zookeeper',
];

export const serviceEntries: readonly CatalogEntry[] = [
  ...services.map(entry),
  {
    repositories: otherServices,
    samples: ['latest'],
    describe: (_tag, repository) =>
      asImage(repository, {
        programs: {},
        env: {},
        kind: 'service',
        sources: ['Docker Hub: name and description'],
      }),
  },
];

function entry(service: Service): CatalogEntry {
  return {
    repositories: service.repositories,
    samples: service.samples ?? ['latest'],
    describe: (tag) => describe(service, tag),
  };
}

/** `-management` and similar parts change no fact; other programs of a service were not checked, so none is denied. */
function describe(service: Service, tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? (isRedHat(tag) ? undefined : service.system);
  if (system?.kind === 'windows') return asImage(service.family, { ...systemFacts(system), kind: 'service' });
  const below = system === undefined ? unknownSystem : underService(withoutAbsences(systemFacts(system)));
  return asImage(service.family, layer(below, { kind: 'service', ...service.facts }));
}

/** What a service's own Dockerfile decides is not taken from the system. */
function underService(layers: Layers): Layers {
  const rest = forget(layers, ['caCertificates', 'language', 'command', 'entrypoint', 'exposes', 'workdir']);
  return rest;
}

function isRedHat(tag: ImageTag): boolean {
  return (
    tag.parts.some((part) => part.startsWith('ubi') || part.startsWith('rhel')) || hasPart(tag, 'distroless')
  );
}

const unknownSystem: Layers = { programs: {}, env: {}, os: 'linux', sources: [] };
