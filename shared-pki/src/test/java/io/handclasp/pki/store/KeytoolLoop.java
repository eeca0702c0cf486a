package io.handclasp.pki.store;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Runs one keytool command after the other within one Java: reads a line of folder and words, set
 * apart by tabs, writes what keytool printed and a line with {@link #END}. A command that fails
 * ends the program, as keytool does.
 */
final class KeytoolLoop {
  /** The line that ends an answer. */
  static final String END = "\u0004";

  private static final Set<String> FILES = Set.of("-keystore", "-file", "-infile", "-outfile");

  private KeytoolLoop() {}

  /** Until the input ends. */
  public static void main(String[] arguments) throws Exception {
    Method keytool =
        Class.forName("sun.security.tools.keytool.Main").getMethod("main", String[].class);
    PrintStream answers = System.out;
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      List<String> words = List.of(line.split("\t"));
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
      System.setOut(both);
      System.setErr(both);
      Thread last = new Thread(() -> tell(answers, printed));
      Runtime.getRuntime().addShutdownHook(last);
      keytool.invoke(null, (Object) inFolder(words));
      Runtime.getRuntime().removeShutdownHook(last);
      tell(answers, printed);
      answers.println(END);
    }
  }

  private static void tell(PrintStream answers, ByteArrayOutputStream printed) {
    answers.println(printed.toString(StandardCharsets.UTF_8));
  }

  /** The words of the command, its files below the folder that it is meant to run in. */
  private static String[] inFolder(List<String> words) {
    Path folder = Path.of(words.get(0));
    String[] command = words.subList(1, words.size()).toArray(new String[0]);
    for (int i = 1; i < command.length; i++) {
      if (FILES.contains(command[i - 1])) {
        command[i] = folder.resolve(command[i]).toString();
      }
    }
    return command;
  }
}
