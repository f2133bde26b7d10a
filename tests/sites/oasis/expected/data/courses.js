window.courses={};
