#!/usr/bin/env python3
"""Counts what an export of Microsoft Entra ID holds, with nothing but the standard library, to check an import against.

usage: count_entra.py FILE

FILE is a page of Microsoft Graph, a list of pages or of objects, or AzureHound's JSON. Prints one JSON object. An entry that is there twice counts once.
"""
import json
import sys

KINDS = {'ManagedIdentity': 'entra_managed_identity', 'SocialIdp': 'entra_social_idp'}
RULING = (
    '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'b24988ac-6180-42a0-ab88-20f7382dd24c', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
)


def objects(export):
    """Every object of the export, whatever wraps it."""
    if isinstance(export, dict) and 'data' in export:
        for entry in export['data']:
            if entry['kind'] == 'AZRoleAssignment':
                yield from entry['data']['roleAssignments']
            elif entry['kind'] in ('AZServicePrincipal', 'AZApp', 'AZAppRoleAssignment'):
                yield entry['data']
        return
    for entry in export.get('value', []) if isinstance(export, dict) else export:
        if 'value' in entry and isinstance(entry['value'], list):
            yield from entry['value']
        else:
            yield entry


def low(text):
    return (text or '').lower()


def count(export):
    every = list({json.dumps(one, sort_keys=True): one for one in objects(export)}.values())
    principals = {low(one['id']): one for one in every if 'servicePrincipalType' in one}
    applications = {low(one['appId']): one for one in every if 'signInAudience' in one and 'servicePrincipalType' not in one}
    counts = {'entra_app': 0, 'entra_managed_identity': 0, 'entra_social_idp': 0, 'secrets': 0, 'certificates': 0, 'federatedTrusts': 0, 'entitlements': 0}
    for principal in principals.values():
        counts[KINDS.get(principal['servicePrincipalType'], 'entra_app')] += 1
    owners = {low(one['appId']) for one in principals.values()}
    counts['entra_app'] += sum(1 for app in applications if app not in owners)
    secrets, certificates = set(), set()
    for one in [*principals.values(), *applications.values()]:
        secrets |= {(low(one['appId']), low(each['keyId'])) for each in one.get('passwordCredentials') or []}
        certificates |= {(low(one['appId']), low(each['keyId'])) for each in one.get('keyCredentials') or []}
        counts['federatedTrusts'] += len(one.get('federatedIdentityCredentials') or [])
    counts['secrets'], counts['certificates'] = len(secrets), len(certificates)
    people = set()
    for one in every:
        if 'consentType' in one:
            counts['entitlements'] += len(set(one['scope'].split())) if low(one['clientId']) in principals else 0
        elif 'appRoleId' in one or 'roleDefinitionId' in one:
            holder = low(one['principalId'])
            rules = one.get('principalType') == 'User' and low(one.get('roleDefinitionId')).split('/')[-1] in RULING and low(one.get('scope')).count('/') == 2
            if rules:
                people.add(holder)
            counts['entitlements'] += 1 if holder in principals or rules else 0
    counts['entra_user'] = len(people)
    return counts


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8-sig') as file:
        print(json.dumps(count(json.load(file))))
