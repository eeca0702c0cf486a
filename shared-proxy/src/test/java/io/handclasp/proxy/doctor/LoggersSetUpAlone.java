package io.handclasp.proxy.doctor;

import ch.qos.logback.classic.spi.LogbackServiceProvider;

/**
 * Logback that names on the error output the other threads of the program at the moment when it is
 * set up: each may ask for a logger meanwhile, and gets a stand-in. Public because SLF4J finds it
 * by {@code slf4j.provider}.
 */
public final class LoggersSetUpAlone extends LogbackServiceProvider {
  @Override
  public void initialize() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ThreadGroup group = thread.getThreadGroup();
      boolean ours = group != null && group.getName().equals("main");
      if (ours && thread != Thread.currentThread()) {
        System.err.println("loggers are set up beside " + thread.getName());
      }
    }
    super.initialize();
  }
}
