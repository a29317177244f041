#!/usr/bin/env python3
"""Counts the objects of a Kubernetes export that say something of identities, with nothing but the standard library, to check an import against.

usage: count_kubernetes.py FILE

FILE is a list of kubectl as JSON, or manifests as YAML (several documents). YAML is read line by line: of each object its kind, name and namespace.
Prints one JSON object: the objects of each kind, each counted once, and of bindings those of service accounts.
"""
import json
import re
import sys

KINDS = ('ServiceAccount', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'Secret', 'Pod', 'Namespace')


def of_json(text):
    for item in json.loads(text)['items']:
        bound = [(one.get('namespace') or item['metadata'].get('namespace'), one['name']) for one in item.get('subjects') or [] if one['kind'] == 'ServiceAccount']
        yield item['kind'], item['metadata'].get('namespace', ''), item['metadata']['name'], bound


def objects_of_yaml(text):
    for document in re.split(r'(?m)^---.*$', text):
        if re.search(r'(?m)^kind: \w*List$', document):
            for part in re.split(r'(?m)^- ', document)[1:]:
                yield re.sub(r'(?m)^  ', '', part)
        else:
            yield document


def of_yaml(text):
    for each in objects_of_yaml(text):
        kind = re.search(r'(?m)^kind: (\w+)$', each)
        metadata = re.search(r'(?m)^metadata:\n((?:  .*\n?)+)', each)
        if not kind or not metadata:
            continue
        name = re.search(r'(?m)^  name: (\S+)$', metadata.group(1)).group(1)
        namespace = re.search(r'(?m)^  namespace: (\S+)$', metadata.group(1))
        subjects = re.search(r'(?m)^subjects:\n((?:[- ] .*\n?)+)', each)
        bound = []
        for subject in re.split(r'(?m)^- ', subjects.group(1))[1:] if subjects else []:
            if re.search(r'(?m)^\s*kind: ServiceAccount$', subject):
                place = re.search(r'(?m)^\s*namespace: (\S+)$', subject)
                bound.append((place.group(1) if place else namespace.group(1), re.search(r'(?m)^\s*name: (\S+)$', subject).group(1)))
        yield kind.group(1), namespace.group(1) if namespace else '', name, bound


def count(text):
    objects = list(of_json(text) if text.lstrip().startswith('{') else of_yaml(text))
    distinct = {(kind, namespace, name): bound for kind, namespace, name, bound in objects if kind in KINDS}
    counts = {kind: sum(1 for key in distinct if key[0] == kind) for kind in KINDS}
    accounts = {(namespace, name) for kind, namespace, name in distinct if kind == 'ServiceAccount'}
    bound = {account for subjects in distinct.values() for account in subjects}
    return {**counts, 'boundServiceAccounts': len(bound & accounts), 'missingServiceAccounts': len(bound - accounts)}


if __name__ == '__main__':
    with open(sys.argv[1], encoding='utf-8-sig') as file:
        print(json.dumps(count(file.read())))
