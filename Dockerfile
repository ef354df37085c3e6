# syntax=docker/dockerfile:1
# Any image with Node 20.19 or newer, npm and glibc; pin it by digest where you build.
ARG BASE=docker.io/library/node:22-bookworm-slim

FROM ${BASE} AS build
# Headers of the very Node that will run it; nothing is fetched for them.
ARG NODEDIR=/usr/local
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY package.json package-lock.json ./
# Compiled here: the serial port and the SQLite module for a Node before 22.14. A newer Node loads the SQLite binary
# that its package carries.
RUN npm_config_build_from_source=true npm_config_nodedir=${NODEDIR} npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/better-sqlite3*/deps node_modules/better-sqlite3*/build/Release/obj*

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
CMD ["run", "/etc/kopru/gateway.yaml"]
