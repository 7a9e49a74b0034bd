"""Deployment files of the tools that deliver by git."""

APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: orders-prod}
spec:
  destination: {namespace: shop}
  source:
    repoURL: https://github.com/acme/orders.git
    path: charts/orders
    targetRevision: v1.4.0
    helm:
      parameters:
      - {name: replicas, value: "2"}
      - name: image.tag
        value: v1.4.0
      values: |
        mail:
          image: acme/mail:v3
      valuesObject:
        web:
          image: {tag: v2}
    kustomize:
      images:
      - pay=ghcr.io/acme/pay:v4
"""
APPLICATION_SET = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
spec:
  generators:
  - list:
      elements:
      - {env: staging, tag: v1.5.0}
      - {env: prod, tag: v1.4.0}
  template:
    metadata: {name: 'orders-{{env}}'}
    spec:
      source:
        repoURL: https://github.com/acme/gitops
        path: 'overlays/{{ .env }}'
        targetRevision: HEAD
        helm:
          parameters:
          - name: image.tag
            value: '{{tag}}'
"""
FLUX = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: orders, namespace: shop}
spec:
  chart:
    spec: {chart: shop, version: 2.1.0}
  values:
    orders:
      image:
        repository: ghcr.io/acme/orders
        tag: v1.4.0 # {"$imagepolicy": "flux-system:orders:tag"}
"""
FLUX_SOURCES = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: orders}
spec: {url: "https://github.com/acme/orders", ref: {tag: v1.4.0}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
spec:
  images:
  - {name: acme/web, newTag: v2}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
spec: {url: "https://github.com/acme/web", ref: {branch: main}}
"""
