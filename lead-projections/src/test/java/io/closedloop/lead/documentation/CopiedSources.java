package io.closedloop.lead.documentation;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A copy of some packages in which a page's steps are taken, compiled, and loaded in the place of the originals. */
final class CopiedSources {
    /** A file's path in backticks, and the block that follows: all of the file, or what is put in the place of what. */
    private static final Pattern STEP =
            Pattern.compile("`(lead-projections/[^`]+\\.java)`:\n\n```(java|diff)\n(.*?)```", Pattern.DOTALL);

    private final Path folder;
    private final List<String> packages;

    /** @param packages of the module's sources, each with the folder that it stands in, as {@code src/main/java/a/b} */
    CopiedSources(Path folder, List<String> packages) throws IOException {
        this.folder = folder;
        this.packages = packages;
        for (String copied : packages) {
            Path to = Files.createDirectories(folder.resolve(copied));
            try (Stream<Path> files = Files.list(Path.of(copied))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    /** Takes the steps of a page, and tells how many there were. */
    int follow(Path page) throws IOException {
        Matcher step = STEP.matcher(Files.readString(page));
        int steps = 0;
        while (step.find()) {
            Path file = folder.resolve(requireNonNull(step.group(1)).substring("lead-projections/".length()));
            String block = requireNonNull(step.group(3));
            if ("java".equals(step.group(2))) {
                Files.writeString(file, block);
            } else {
                change(file, block);
            }
            steps++;
        }
        return steps;
    }

    private static void change(Path file, String block) throws IOException {
        String before = lines(block, '-');
        String text = Files.readString(file);
        if (!text.contains(before)) {
            throw new AssertionError("%s has no lines %s".formatted(file, before));
        }
        Files.writeString(file, text.replace(before, lines(block, '+')));
    }

    private static String lines(String block, char sign) {
        var lines = new StringBuilder();
        block.lines()
                .filter(line -> line.charAt(0) == sign)
                .forEach(line -> lines.append(line.substring(1)).append('\n'));
        return lines.toString();
    }

    /** Compiles the copy, and loads its classes before those of the same name. */
    ClassLoader compiled() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
        var said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> files = Files.walk(folder)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            boolean done = compiler.getTask(
                            said,
                            manager,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-proc:none",
                                    "-cp",
                                    requireNonNull(System.getProperty("java.class.path"))),
                            null,
                            manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!done) {
                throw new AssertionError("the page does not compile:\n" + said);
            }
        }
        List<String> prefixes = packages.stream()
                .map(copied -> copied.substring(copied.indexOf("/java/") + "/java/".length())
                                .replace('/', '.')
                        + ".")
                .toList();
        return new ChangedFirst(classes.toUri().toURL(), prefixes);
    }

    private static final class ChangedFirst extends URLClassLoader {
        private final List<String> prefixes;

        ChangedFirst(URL classes, List<String> prefixes) {
            super(new URL[] {classes}, CopiedSources.class.getClassLoader());
            this.prefixes = prefixes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && prefixes.stream().anyMatch(name::startsWith) && isChanged(name)) {
                    loaded = findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }

        private boolean isChanged(String name) {
            return findResource(name.replace('.', '/') + ".class") != null;
        }
    }
}
