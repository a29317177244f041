#!/usr/bin/env python3
"""Counts what an AWS IAM export holds, with nothing but the standard library, to check an import against.

usage: count-aws-export.py FILE

FILE is an account authorization details JSON, a credential report (CSV, base64 or the command line's JSON), or a list of
access keys. Prints one JSON object. An entry that is there twice counts once.
"""
import base64
import csv
import io
import json
import sys
import urllib.parse


def document(value):
    if isinstance(value, str):
        value = json.loads(value if value.lstrip().startswith('{') else urllib.parse.unquote(value))
    statements = value['Statement']
    return statements if isinstance(statements, list) else [statements]


def as_list(value):
    return value if isinstance(value, list) else [value]


def held(entry, inline_list):
    inline = [policy['PolicyName'] for policy in entry.get(inline_list, [])]
    attached = {policy['PolicyArn'] for policy in entry.get('AttachedManagedPolicies', [])}
    return len(inline) + len(attached)


def trusted(role):
    principals = set()
    for statement in document(role.get('AssumeRolePolicyDocument', {'Statement': []})):
        if statement['Effect'] != 'Allow':
            continue
        principal = statement['Principal']
        if principal == '*':
            principals.add(('AWS', '*'))
        else:
            principals.update((kind, one) for kind, ids in principal.items() for one in as_list(ids))
    return principals


def count_details(export):
    users, groups, roles, policies = (
        {entry['Arn']: entry for entry in export.get(name, [])}.values()
        for name in ('UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies')
    )
    through = {group['GroupName']: held(group, 'GroupPolicyList') for group in groups}
    principals = [trusted(role) for role in roles]
    user_rights = sum(held(user, 'UserPolicyList') + sum(through.get(group, 0) for group in user.get('GroupList', [])) for user in users)
    return {
        'kind': 'aws-authorization-details',
        'users': len(users),
        'groups': len(groups),
        'roles': len(roles),
        'policies': len(policies),
        'entitlements': user_rights + sum(held(role, 'RolePolicyList') for role in roles),
        'trusts': sum(map(len, principals)),
        'federatedTrusts': sum(1 for found in principals for kind, _ in found if kind == 'Federated'),
    }


def count_report(text):
    rows = {row['arn']: row for row in csv.DictReader(io.StringIO(text))}.values()
    root = [row for row in rows if row['arn'].endswith(':root')]
    filled = [
        kind
        for row in rows
        for kind, slot in (('key', 'access_key_1'), ('key', 'access_key_2'), ('cert', 'cert_1'), ('cert', 'cert_2'))
        if row[slot + '_active'].lower() == 'true' or row[slot + '_last_rotated'][:1].isdigit()
    ]
    passwords = [row for row in rows if row['password_enabled'].lower() == 'true' or (row in root and row['password_enabled'] == 'not_supported')]
    return {
        'kind': 'aws-credential-report',
        'users': len(rows) - len(root),
        'roots': len(root),
        'passwords': len(passwords),
        'accessKeys': filled.count('key'),
        'certificates': filled.count('cert'),
    }


def count_keys(keys):
    return {'kind': 'aws-access-keys', 'users': len({key['UserName'] for key in keys}), 'accessKeys': len({key['AccessKeyId'] for key in keys})}


def count(raw):
    text = raw.decode('utf-8-sig')
    if text.startswith('user,arn,'):
        return count_report(text)
    if text.startswith('dXNlcixhcm4s'):
        return count_report(base64.b64decode(text).decode('utf-8'))
    export = json.loads(text)
    if isinstance(export, list) or 'AccessKeyMetadata' in export:
        return count_keys(export if isinstance(export, list) else export['AccessKeyMetadata'])
    if 'Content' in export:
        content = export['Content']
        return count_report(content if content.startswith('user,arn,') else base64.b64decode(content).decode('utf-8'))
    return count_details(export)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], 'rb') as file:
        print(json.dumps(count(file.read())))
