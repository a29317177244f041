#!/usr/bin/env python3
"""Counts what an export of Google Cloud IAM holds, with nothing but the standard library, to check an import against.

usage: count_gcp.py FILE

FILE is a list of service accounts, of their keys, or of IAM policies. Prints one JSON object. An entry that is there twice counts once.
"""
import json
import sys

TRUSTING = (
    'serviceAccountTokenCreator', 'serviceAccountOpenIdTokenCreator', 'serviceAccountUser', 'workloadIdentityUser', 'serviceAccountKeyAdmin', 'serviceAccountAdmin',
)


def entries(export, member):
    return export if isinstance(export, list) else export.get(member, [])


def policies(export):
    """Each policy with the resource that it is of."""
    for entry in export if isinstance(export, list) else export.get('policyResults', []):
        if 'policies' in entry:
            yield from ((one['attachedResource'], one['policy']) for one in entry['policies'])
        else:
            yield entry.get('resource') or entry['name'], entry.get('policy') or entry.get('iamPolicy')


def count_policies(export):
    held, public, trusts, members = set(), set(), set(), set()
    for resource, policy in policies(export):
        for binding in policy.get('bindings', []):
            condition = (binding.get('condition') or {}).get('expression', '')
            for member in binding.get('members', []):
                key = (resource, binding['role'], condition, member)
                members.add(key)
                if member.startswith('serviceAccount:') and '[' not in member:
                    held.add(key)
                if member in ('allUsers', 'allAuthenticatedUsers'):
                    public.add(key)
                if '/serviceAccounts/' in resource and binding['role'].split('.')[-1] in TRUSTING:
                    trusts.add(key)
    return {'bindings': len(members), 'serviceAccountBindings': len(held), 'publicGrants': len(public), 'trusts': len(trusts)}


def count(export):
    first = export[0] if isinstance(export, list) else {}
    if 'accounts' in export or 'email' in first:
        found = entries(export, 'accounts')
        return {'serviceAccounts': len({one['email'] for one in found}), 'disabled': sum(1 for one in found if one.get('disabled'))}
    if 'assets' in export:
        return {'serviceAccounts': len({one['resource']['data']['email'] for one in export['assets']}), 'disabled': sum(1 for one in export['assets'] if one['resource']['data'].get('disabled'))}
    if 'keys' in export or 'keyType' in first:
        keys = {one['name']: one for one in entries(export, 'keys')}.values()
        mine = [one for one in keys if one['keyType'] != 'SYSTEM_MANAGED']
        return {'userManagedKeys': len(mine), 'systemManagedKeys': len(keys) - len(mine), 'neverExpiring': sum(1 for one in mine if one['validBeforeTime'].startswith('9999'))}
    return count_policies(export)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8-sig') as file:
        print(json.dumps(count(json.load(file))))
