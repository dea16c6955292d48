"""XZuFi 2.2 and 2.3 in: what a Zuständigkeitsfinder (Amt24 of Saxony, PVOG) says of offices and responsibilities.

Read only, and liberal: files of real senders leave out much. What is known of the form, and where from:

- Namespaces ``http://xoev.de/schemata/xzufi/2_2_0``, ``…/2_3_0`` and ``…/2_3_1``. XÖV prescribes UTF-8, no DTD is used.
- A message holds a ``nachrichtenkopf`` and any number of ``schreibe`` (with ``organisationseinheit``, ``leistung``,
  ``zustaendigkeitTransferObjekt``, ``onlinedienst``, ``spezialisierung``) and ``loesche`` (attribute ``klasse``, child
  ``id``): the public readers of PVOG's dumps. Codes (``code``, ``name``) stand in no namespace.
- An identifier is unique only with its attributes ``schemeAgencyID`` and ``schemeID``.
- A ``zustaendigkeit`` is ``leistungID`` × ``gebietID`` (ARS or AGS, repeatable) with a ``rolle``; since 2.2 it comes as
  a transfer object with ``uebergeordnetesObjektID`` (the office, or an online service), in older files inside of its
  ``organisationseinheit``. Roles 01 and 02 decide (docs.fitko.de, parameter catalogue, DestinationSignature).
- Types of address 001 house, 002 visitors, 003 PO box, 004 bulk mail, 005 deliveries, 006 post (the same catalogue).
- Channels by XÖV's code list Erreichbarkeit: 01 e-mail, 02 telephone, 03 mobile, 04 fax, 09 web.

The names inside of the structured opening hours differ between senders; ``hours`` takes those that are known.
"""
