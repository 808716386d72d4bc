package io.roifilter.container;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** What shops for {@code javax.servlet} are compiled to: the classes of those for {@code jakarta.servlet}, but for names. */
final class JavaxNames extends Remapper {
    private JavaxNames() {
        super(Opcodes.ASM9);
    }

    static byte[] inClass(byte[] bytes) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(bytes).accept(new ClassRemapper(writer, new JavaxNames()), 0);
        return writer.toByteArray();
    }

    @Override
    public String map(String internalName) {
        return internalName.replaceFirst("^jakarta/servlet/", "javax/servlet/");
    }

    /** Names of attributes, mostly. */
    @Override
    public Object mapValue(Object value) {
        return value instanceof String text
                ? text.replaceFirst("^jakarta[.]servlet[.]", "javax.servlet.")
                : super.mapValue(value);
    }
}
