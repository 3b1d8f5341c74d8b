import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-locked-install';

describe(RULE, () => {
  it('reports an install beside a lock file that it may ignore', () => {
    checkRule(RULE, 'FROM node:20\nCOPY package.json package-lock.json ./\nRUN «npm install»\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM node:20\nCOPY package*.json ./\nRUN «npm install»\n');
    checkRule(RULE, 'FROM node:20\nCOPY . .\nRUN «yarn»\n', {
      surroundings: { contextEntries: new Set(['yarn.lock']) },
    });
    checkRule(RULE, 'FROM python:3.12\nRUN --mount=type=bind,source=uv.lock,target=uv.lock «uv sync»\n');
    checkRule(
      RULE,
      'FROM rust:1.83 AS b\nCOPY Cargo.* ./\nRUN «cargo build --release»\nFROM scratch\nCOPY --from=b /a /a\n',
      { level: 'hint' },
    );
  });

  it('reports what has its lock elsewhere or nowhere', () => {
    checkRule(RULE, 'FROM rust:1.83\nRUN «cargo install ripgrep»\n');
    checkRule(RULE, 'FROM golang:1.23\nRUN «go install example.com/x@latest»\n');
    checkRule(RULE, 'FROM golang:1.23\nRUN go install example.com/x@v1.2.3\n');
  });

  it('is silent when no lock file is known to be there', () => {
    checkRule(RULE, 'FROM node:20\nCOPY . .\nRUN npm install\n');
    checkRule(RULE, 'FROM node:20\nCOPY package.json ./\nRUN npm install\n');
    checkRule(RULE, 'FROM node:20\nCOPY package*.json ./\nRUN npm install\n', {
      surroundings: { contextEntries: new Set(['package.json']) },
    });
    checkRule(RULE, 'FROM rust:1.83\nCOPY Cargo.toml ./\nRUN cargo build\n');
  });

  it('is silent when something else locks the install', () => {
    checkRule(RULE, 'FROM ruby:3.3\nENV BUNDLE_FROZEN=1\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n');
    checkRule(
      RULE,
      'FROM ruby:3.3\nCOPY Gemfile Gemfile.lock ./\nRUN bundle config set frozen true && bundle install\n',
    );
    checkRule(
      RULE,
      'FROM ruby:3.3\nENV BUNDLE_FROZEN=false\nCOPY Gemfile Gemfile.lock ./\nRUN «bundle install»\n',
    );
    checkRule(
      RULE,
      'FROM node:20\nCOPY package.json package-lock.json ./\nRUN npm ci\nRUN npm install --omit=dev\n',
    );
    checkRule(RULE, 'FROM node:20\nENV CI=true\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install\n');
  });

  it('uses the form that obeys', () => {
    checkFix(
      RULE,
      'FROM node:20\nCOPY package-lock.json ./\nRUN npm install --no-audit\n',
      'FROM node:20\nCOPY package-lock.json ./\nRUN npm ci --no-audit\n',
    );
    checkFix(
      RULE,
      'FROM rust:1.83\nCOPY Cargo.lock ./\nRUN cargo build --release\n',
      'FROM rust:1.83\nCOPY Cargo.lock ./\nRUN cargo build --locked --release\n',
    );
    checkFix(
      RULE,
      'FROM ruby:3.3\nCOPY Gemfile.lock ./\nRUN bundle install\n',
      'FROM ruby:3.3\nCOPY Gemfile.lock ./\nRUN BUNDLE_FROZEN=true bundle install\n',
    );
  });
});
