# syntax=docker/dockerfile:1
# Any image with Node 22.14 or newer, npm and glibc, for amd64 or arm64; pin it by digest where you build.
ARG BASE=docker.io/library/node:22-bookworm-slim

FROM ${BASE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
# No script of any package runs: the native modules bring their binaries along.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY systemd/deb/trim-modules.mjs ./
RUN npm run build \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 && node trim-modules.mjs node_modules

FROM ${BASE}
RUN groupadd --gid 10001 kopru \
 && useradd --uid 10001 --gid kopru --groups dialout --no-create-home --home-dir /var/lib/kopru kopru \
 && install -d -o kopru -g kopru -m 0700 /var/lib/kopru \
 && install -d -m 0755 /etc/kopru
WORKDIR /opt/kopru
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY package.json LICENSE CHANGELOG.md ./
COPY drivers ./drivers
COPY mappings ./mappings
RUN chmod 0755 dist/cli/kopru.js && ln -s /opt/kopru/dist/cli/kopru.js /usr/local/bin/kopru
ENV NODE_ENV=production STATE_DIRECTORY=/var/lib/kopru UV_USE_IO_URING=0
# By number, so that an orchestrator sees that it is not root; the name brings the group dialout along.
USER 10001
WORKDIR /var/lib/kopru
VOLUME /var/lib/kopru
# Alive, not connected: a broker outage is no reason to restart.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["kopru", "health"]
# No init is needed: the gateway handles SIGTERM itself and waits for every process it starts.
ENTRYPOINT ["kopru"]
CMD ["run", "--stay", "/etc/kopru/gateway.yaml"]
