export const footer = "Writen with care.";
