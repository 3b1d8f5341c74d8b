import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-stage-name-of-an-image';

describe(RULE, () => {
  it('reports a stage that takes the place of an image', () => {
    checkRule(RULE, 'FROM node:22 AS «nginx»\nFROM nginx\nCOPY --from=nginx /a /a\n', { level: 'warning' });
    checkRule(RULE, 'FROM alpine:3.20 AS base\nFROM base AS «redis»\nFROM redis AS app\nFROM app\n');
  });

  it('is silent where the stage is that image, or a relative of it', () => {
    checkRule(RULE, 'FROM nginx AS nginx\nFROM nginx\n');
    checkRule(RULE, 'FROM docker.io/library/nginx:1.27 AS nginx\nFROM nginx\n');
    checkRule(RULE, 'FROM bitnami/nginx:1.27 AS nginx\nFROM nginx\n');
    checkRule(RULE, 'FROM nginx:1.27 AS base\nFROM base AS nginx\nFROM nginx\n');
  });

  it('is silent where nothing is built FROM it, where the image has a tag, and about unknown images', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS golang\nFROM php:8.3 AS php\nFROM alpine AS composer\nFROM scratch\nCOPY --from=composer /x /x\n',
    );
    checkRule(RULE, 'FROM node:22 AS nginx\nFROM nginx:1.27\nCOPY --from=nginx /a /a\n');
    checkRule(RULE, 'ARG BASE\nFROM ${BASE} AS nginx\nFROM nginx\n');
    checkRule(RULE, 'FROM node:22 AS base\nFROM base AS web\nFROM web\n');
  });

  it('frees the name for the image, or gives the stage another everywhere', () => {
    const before = 'FROM node:22 AS nginx\nFROM nginx\nCOPY --from=nginx /a /a\n';
    checkFix(RULE, before, 'FROM node:22 AS nginx-stage\nFROM nginx\nCOPY --from=nginx-stage /a /a\n');
    checkFix(RULE, before, 'FROM node:22 AS nginx-stage\nFROM nginx-stage\nCOPY --from=nginx-stage /a /a\n', {
      title: 'everywhere',
    });
  });
});
