package io.closedloop.lead.columnstore;

import java.util.List;

/**
 * The tables that a projection keeps in the column store.
 *
 * @param version raised with every change of a table or of what is written into it; a file of another version is filled
 *     again
 * @param tables one {@code CREATE TABLE} statement each
 * @param temporaryTables one {@code CREATE TEMP TABLE} statement each, for the writer alone
 */
public record StoreSchema(int version, List<Table> tables, List<String> temporaryTables) {
    /** A table by its name and the statement that creates it. */
    public record Table(String name, String createStatement) {}

    public StoreSchema {
        tables = List.copyOf(tables);
        temporaryTables = List.copyOf(temporaryTables);
    }
}
