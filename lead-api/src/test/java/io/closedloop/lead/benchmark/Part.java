package io.closedloop.lead.benchmark;

/** A part of the benchmark. */
interface Part {
    PartName name();

    /** Measures, and adds a row for each number as soon as it is known. */
    void run(Results results) throws Exception;
}
