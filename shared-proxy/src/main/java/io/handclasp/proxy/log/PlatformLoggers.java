package io.handclasp.proxy.log;

import org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder;

/**
 * What Java's own libraries say goes to the log. Java asks for a finder of loggers when it reads
 * the first certificate, and then whether there is a second one, and for that it opens every jar, a
 * tenth of the start. So the programs' own jars, which come first on the class path, name two: the
 * one of SLF4J, which is used, and this one, which ends the search.
 */
public final class PlatformLoggers extends SLF4JSystemLoggerFinder {}
