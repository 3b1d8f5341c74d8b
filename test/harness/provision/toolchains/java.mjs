// Java: runtime, development kit, and Maven with an offline repository of Debian's plugins.

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

// The real images import certificates into the trust store when a variable asks for it, and then do this.
const ENTRYPOINT = (/** @type {string} */ file) => [
  `printf '#!/bin/sh\\nexec "$@"\\n' > ${file}`,
  `chmod 0755 ${file}`,
];

// Debian's plugins in the place of the repository in the network. It is no cache folder of a user's, so that one who
// mounts a cache there still finds it.
const SETTINGS = `<settings><localRepository>/usr/share/maven-repo</localRepository><offline>true</offline></settings>`;

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: ['eclipse-temurin:17-jre', 'eclipse-temurin:17-jre-jammy', 'eclipse-temurin:17-jre-noble'],
    from: 'debian:bookworm-slim',
    packages: ['openjdk-17-jre-headless', 'ca-certificates'],
    setup: [
      'mkdir -p /opt/java',
      'ln -s /usr/lib/jvm/java-17-openjdk-amd64 /opt/java/openjdk',
      ...ENTRYPOINT('/__cacert_entrypoint.sh'),
    ],
    configuration: [
      'ENV JAVA_HOME=/opt/java/openjdk',
      `ENV PATH=/opt/java/openjdk/bin:${SYSTEM_PATH}`,
      'ENV LANG=en_US.UTF-8 LANGUAGE=en_US:en LC_ALL=en_US.UTF-8',
      'ENV JAVA_VERSION=jdk-17.0.21',
      'ENTRYPOINT ["/__cacert_entrypoint.sh"]',
    ],
  },
  {
    kind: 'installed',
    references: ['eclipse-temurin:17', 'eclipse-temurin:17-jdk', 'eclipse-temurin:17-jdk-jammy'],
    from: 'eclipse-temurin:17-jre',
    packages: ['openjdk-17-jdk-headless'],
    configuration: ['CMD ["jshell"]'],
  },
  {
    kind: 'installed',
    references: [
      'maven:3.9-eclipse-temurin-17',
      'maven:3-eclipse-temurin-17',
      'maven:3.8-eclipse-temurin-17',
    ],
    from: 'eclipse-temurin:17',
    packages: [
      'maven',
      'libmaven-resources-plugin-java',
      'libmaven-compiler-plugin-java',
      'libsurefire-java',
      'libmaven-jar-plugin-java',
      'libmaven-clean-plugin-java',
      'libmaven-install-plugin-java',
      'libmaven-dependency-plugin-java',
      'libmaven-assembly-plugin-java',
      'libmaven-shade-plugin-java',
      'junit4',
    ],
    setup: [
      ...ENTRYPOINT('/usr/local/bin/mvn-entrypoint.sh'),
      // Maven itself adds this version of the library to old plugins; Debian has another.
      'cd /usr/share/maven-repo/org/codehaus/plexus/plexus-utils',
      'mkdir 1.1',
      'ln -s ../2.x/plexus-utils-2.x.jar 1.1/plexus-utils-1.1.jar',
      'sed s/2.x/1.1/ 2.x/plexus-utils-2.x.pom > 1.1/plexus-utils-1.1.pom',
      `echo '${SETTINGS}' > /etc/maven/settings.xml`,
    ],
    configuration: [
      'ENV MAVEN_HOME=/usr/share/maven',
      'ENV MAVEN_CONFIG=/root/.m2',
      'ENTRYPOINT ["/usr/local/bin/mvn-entrypoint.sh"]',
      'CMD ["mvn"]',
    ],
  },
  {
    kind: 'installed',
    references: ['openjdk:17-jdk-slim', 'openjdk:17-slim', 'openjdk:17'],
    from: 'eclipse-temurin:17',
    packages: [],
    setup: ['ln -s /usr/lib/jvm/java-17-openjdk-amd64 /usr/local/openjdk-17'],
    configuration: [
      'ENV JAVA_HOME=/usr/local/openjdk-17',
      'ENV LANG=C.UTF-8',
      `ENV PATH=/usr/local/openjdk-17/bin:${SYSTEM_PATH}`,
      'ENV JAVA_VERSION=17.0.2',
      'ENTRYPOINT []',
      'CMD ["jshell"]',
    ],
  },
];
