package io.handclasp.pki.installed;

import picocli.CommandLine;

/**
 * The one command of an installation, whose first word names the program; without it each program
 * has a script of its own. Its launcher says so before anything else reads it.
 */
public final class InstalledCommand {
  private static final String PROPERTY = "handclasp.command";

  private InstalledCommand() {}

  /** From now on the programs are parts of the command of that name. */
  public static void is(String name) {
    System.setProperty(PROPERTY, name);
  }

  /** How a program is called: {@code alone}, or as that {@code part} of the installed command. */
  public static String name(String alone, String part) {
    String command = System.getProperty(PROPERTY);
    return command == null ? alone : command + " " + part;
  }

  /** How {@code line} is called, with the commands that it stands below. */
  public static String name(CommandLine line) {
    String name = line.getCommandSpec().qualifiedName(" ");
    return name(name, name);
  }
}
