"""The tables in PostgreSQL, and all that is asked of them.

Texts are compared as bytes (collation "C"), which in UTF-8 is the order of their code points.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert

LAYOUT = 1
"""The only row of `understudy_layout`; a later layout has a higher number."""

APPLICATION = 0x556E6473
"""Marks advisory locks as ours: "Unds"."""

TABLES = MetaData()

LAYOUTS = Table("understudy_layout", TABLES, Column("number", Integer, primary_key=True))

DOCUMENTS = Table(
    "understudy_documents",
    TABLES,
    Column("space", Text(collation="C"), primary_key=True),
    Column("kind", Text(collation="C"), primary_key=True),
    Column("id", Text(collation="C"), primary_key=True),
    Column("due_us", BigInteger),
    Column("document", LargeBinary, nullable=False),
)
ROW = DOCUMENTS.c
IS_DUE = ROW.due_us.is_not(None)

Index("understudy_due_in_space", ROW.space, ROW.kind, ROW.due_us, ROW.id, postgresql_where=IS_DUE)
Index("understudy_due_anywhere", ROW.kind, ROW.space, ROW.due_us, ROW.id, postgresql_where=IS_DUE)

IN_SPACE = ROW.space == bindparam("space")
IN_KIND = IN_SPACE & (ROW.kind == bindparam("kind"))
THE_ONE = IN_KIND & (ROW.id == bindparam("key"))
FOUND = select(ROW.document)
MOST = bindparam("most", type_=BigInteger)

TAKE_TURN = select(func.pg_advisory_xact_lock(APPLICATION, bindparam("turn", type_=Integer)))
"""Wait until no other transaction has this turn, and have it until this one ends."""

GET = FOUND.where(THE_ONE)
DELETE = delete(DOCUMENTS).where(THE_ONE)
PAGE = FOUND.where(IN_KIND, ROW.id > bindparam("after")).order_by(ROW.id).limit(MOST)
LAST_PAGE = FOUND.where(IN_KIND).order_by(ROW.id.desc()).limit(MOST)
PAGE_BEFORE = LAST_PAGE.where(ROW.id < bindparam("after"))
COUNT = select(func.count()).select_from(DOCUMENTS).where(IN_KIND)
DUE = (
    FOUND.where(IN_KIND, ROW.due_us <= bindparam("now_us")).order_by(ROW.due_us, ROW.id).limit(MOST)
)
CLEAR = delete(DOCUMENTS).where(IN_SPACE)
FIRSTS = (
    select(func.min(ROW.due_us).label("due_us"), ROW.space)
    .where(ROW.kind == bindparam("kind"), IS_DUE)
    .group_by(ROW.space)
)

_NEW = insert(DOCUMENTS)
PUT = _NEW.on_conflict_do_update(
    index_elements=[ROW.space, ROW.kind, ROW.id],
    set_={"document": _NEW.excluded.document, "due_us": _NEW.excluded.due_us},
)
